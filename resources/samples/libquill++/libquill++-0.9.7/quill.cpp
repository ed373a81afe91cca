#include "quill.h"
std::string quill::justified(std::string_view line, std::size_t width)
{
    std::string text(line);
    text.resize(std::max(text.size(), width), ' ');
    return text;
}
