from jiangxin.kernel.access import Scope, standard
from jiangxin.kernel.records import Import, RecordType, register
from learners.models import Learner

COLUMNS = (
    "code", "name", "gender", "identity", "born_on", "school.code", "major", "year", "enrolled_on", "left_on", "phone",
    "email", "score", "boarding", "note",
)  # fmt: skip


@register
class LearnerRecord(RecordType):
    model = Learner
    slug = "learners"
    natural_key = ("code",)
    list_columns = ("code", "name", "school")
    scope = Scope(organisation=("school",))
    permissions = standard("learners.learner")
    imports = Import(COLUMNS, max_rows=200_000)
