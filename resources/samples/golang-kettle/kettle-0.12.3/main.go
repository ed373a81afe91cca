package main

import (
	"fmt"

	"example.org/steam"
)

func main() {
	fmt.Println(steam.At(100))
}
