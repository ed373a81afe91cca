#include <stdio.h>
int main(void) { puts("The wind comes from the west."); return 0; }
