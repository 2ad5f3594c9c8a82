from tests.factories import planning as make, screens, versions
from jiangxin.desk.links import url_for
from jiangxin.kernel import records, clock
from jiangxin.planning.models import Task
def test_page_of_a_task_names_the_one_it_carries_on_and_the_one_that_carries_it_on(place):
    make.running(place, place.task, place.education)
    place.new = versions.revised(place, "Build more schools.")
    with clock.on(versions.DAY):
        versions.carry(place)
        client = screens.client_of(place.officer)
        old, new = (client.get(url_for(records.of_model(Task), "detail", row)).content.decode() for row in (place.task, place.new.tasks[0]))
    assert "1. Build more schools." in old
    assert "1. Build schools." in new
    import re
    print(re.findall(r"<dt>[^<]*arri[^<]*</dt>.*?</dd>", old + new, re.S))
    assert client.get(url_for(records.of_model(Task), "list") + "?columns=number,continued_by,continues").status_code == 200
