// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/callcost.h"

#include "github/graphql.h"

namespace sluice {
using namespace Qt::StringLiterals;

int callCost(const ApiRequest &request, const HttpResponse &response, const RateFacts &facts,
             RateVerdict verdict)
{
    const int status = response.status;
    if (status == 304 || status == 401 || verdict == RateVerdict::PrimaryExhausted)
        return 0;
    if (request.path == "/rate_limit"_L1)
        return 0;
    if ((status >= 500 || verdict == RateVerdict::Secondary) && facts.remaining < 0)
        return 0;
    if (isGraphql(request)) {
        const auto answer = parseGraphql(response.body);
        return answer ? answer->cost : 1;
    }
    return 1;
}

} // namespace sluice
