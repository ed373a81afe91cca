// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>

#include <array>
#include <optional>

namespace sluice {

/// The steps of a pull request's pipeline, in order. All but TestsSubmitted are the notebook's.
enum class PipelineStep {
    PrUpdated,
    BuildSubmitted,
    SrpmStarted,
    SrpmFinished,
    RpmStarted,
    RpmFinished,
    TestsSubmitted,
    TestsStarted,
    TestsFinished,
};
inline constexpr int kStepCount = 9;

/// What a GitHub call is made for. The first four are the notebook's.
enum class CallKind {
    Private, ///< is the project private?
    Approved, ///< may this user start a pipeline?
    Config, ///< find and read the Packit configuration
    Status, ///< write a flag: a check run or a commit status
    Repository, ///< the repository's facts, read again by every task
    PullRequest, ///< author and target branch of the pull request
    Fmf, ///< are there tests' metadata?
    Branch, ///< the target branch
    Other, ///< whatever else, and one query that answers several of these
};
inline constexpr int kKindCount = 9;
inline constexpr int kNotebookKindCount = 4;

/// "PR is updated", as the notebook names it.
[[nodiscard]] QString stepName(PipelineStep step);
/// What a person reads beside a slice: "Project is private".
[[nodiscard]] QString kindLabel(CallKind kind);
/// The name in JSON and CSV: "is_project_private".
[[nodiscard]] QLatin1StringView kindKey(CallKind kind);
/// Why a pipeline asks this, and what answers it for less: a sentence or two with the source.
[[nodiscard]] QString kindExplanation(CallKind kind);
[[nodiscard]] QString stepExplanation(PipelineStep step);

/// Calls of one pipeline, by step and kind. A value; not whole numbers where shares come in.
class CallTable final
{
public:
    [[nodiscard]] double &at(PipelineStep step, CallKind kind)
    {
        return m_calls[size_t(step)][size_t(kind)];
    }
    [[nodiscard]] double at(PipelineStep step, CallKind kind) const
    {
        return m_calls[size_t(step)][size_t(kind)];
    }
    [[nodiscard]] double total(PipelineStep step) const;
    [[nodiscard]] double total(CallKind kind) const;
    [[nodiscard]] double total() const;
    /// All but flag writes.
    [[nodiscard]] double reads() const { return total() - total(CallKind::Status); }

    bool operator==(const CallTable &) const = default;

private:
    std::array<std::array<double, kKindCount>, kStepCount> m_calls{};
};

} // namespace sluice
