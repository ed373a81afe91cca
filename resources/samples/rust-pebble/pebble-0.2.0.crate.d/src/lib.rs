/// Rounds to the nearest multiple of `step`.
pub fn rounded(number: i64, step: i64) -> i64 {
    (number + step / 2) / step * step
}
