module example.org/kettle

go 1.24

require example.org/steam v0.1.0
