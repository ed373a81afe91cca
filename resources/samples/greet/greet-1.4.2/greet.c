#include <stdio.h>

int main(int argc, char **argv)
{
    const char *whom = argc > 1 ? argv[1] : "world";
    printf("Hello, %s!\n", whom);
    return 0;
}
