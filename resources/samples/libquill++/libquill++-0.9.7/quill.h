#pragma once
#include <string>
namespace quill {
std::string justified(std::string_view line, std::size_t width);
}
