package Chronicle;
use strict;
use warnings;
our $VERSION = "1.06";

sub entries { my ($text) = @_; return grep { /^\d{4}/ } split /\n/, $text }

1;
