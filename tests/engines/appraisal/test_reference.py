"""The engine gives what a second implementation gives, whatever scheme and values are."""

from hypothesis import HealthCheck, given, settings
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import codec, compute, validate
from jiangxin.engines.appraisal.reference import reference_scores


def shown(result):
    return {
        code: {
            "criteria": {name: score.points for name, score in result.scores[code].items()},
            "total": total.points,
            "void": total.void,
            "rank": total.rank,
        }
        for code, total in result.totals.items()
    }


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(samples.worlds())
def test_scores_equal_those_of_the_reference(world):
    scheme, subjects, values = world
    assert validate(scheme) == []
    expected = reference_scores(scheme.to_dict(), codec.encode(subjects), codec.encode(values))
    assert shown(compute(scheme, subjects, values)) == expected
