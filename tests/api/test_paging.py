"""Paging in both directions, also while rows are added and deleted."""

import datetime

import pytest

from tests.factories import GroupPageFactory, ProjectPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


PAGED = """
query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: ProjectOrder) {
  projects(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    totalCount
    nodes { title }
    edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
BACKWARDS = PAGED.replace("first: $first, after: $after, ", "").replace(
    "$first: Int, $after: String, ", ""
)
FORWARDS = PAGED.replace("last: $last, before: $before, ", "").replace(
    "$last: Int, $before: String, ", ""
)


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


def test_swedish_letters_sort_last(ask):
    for title in ["Örnen", "zebra", "Åsa", "Ärlig", "10 steg", "2 steg", "apa", "Öga"]:
        ProjectPageFactory(title=title)

    page = ask(FORWARDS, first=20)["projects"]

    assert titles(page) == ["10 steg", "2 steg", "apa", "zebra", "Åsa", "Ärlig", "Öga", "Örnen"]


@pytest.mark.parametrize("order", ["TITLE_ASC", "TITLE_DESC", "STARTS_ON_ASC", "STARTS_ON_DESC"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_add_up_to_the_list(ask, order, size):
    # Given ties and unknown start times
    day = datetime.date(2026, 3, 1)
    for number in range(6):
        ProjectPageFactory(title=f"P{number // 2}", slug=f"p{number}", starts_on=None)
        ProjectPageFactory(title=f"P{number // 2}", slug=f"q{number}", starts_on=day)

    # When
    whole = [
        edge["cursor"] for edge in ask(FORWARDS, first=100, orderBy=order)["projects"]["edges"]
    ]
    cursors, after = [], None
    while True:
        page = ask(FORWARDS, first=size, after=after, orderBy=order)["projects"]
        cursors += [edge["cursor"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    # Then
    assert len(set(whole)) == 12
    assert cursors == whole


@pytest.mark.parametrize("order", ["TITLE_ASC", "STARTS_ON_ASC", "STARTS_ON_DESC"])
def test_backward_paging_gives_the_same_list(ask, order):
    # Given
    for number, day in enumerate(
        [None, datetime.date(2026, 3, 1), None, datetime.date(2026, 4, 1)]
    ):
        ProjectPageFactory(title=f"P{number}", starts_on=day)
    whole = titles(ask(FORWARDS, first=100, orderBy=order)["projects"])

    # When
    last = ask(BACKWARDS, last=3, orderBy=order)["projects"]
    first = ask(BACKWARDS, last=3, before=last["pageInfo"]["startCursor"], orderBy=order)[
        "projects"
    ]

    # Then
    assert titles(first) + titles(last) == whole
    assert last["pageInfo"]["hasPreviousPage"] is True
    assert last["pageInfo"]["hasNextPage"] is False
    assert first["pageInfo"]["hasPreviousPage"] is False
    assert first["pageInfo"]["hasNextPage"] is True


def test_unknown_starts_sort_last_in_both_orders(ask):
    ProjectPageFactory(title="Unknown", starts_on=None)
    ProjectPageFactory(title="Old", starts_on=datetime.date(2017, 1, 1))
    ProjectPageFactory(title="New", starts_on=datetime.date(2026, 1, 1))

    assert titles(ask(FORWARDS, first=9, orderBy="STARTS_ON_ASC")["projects"]) == [
        "Old",
        "New",
        "Unknown",
    ]
    assert titles(ask(FORWARDS, first=9, orderBy="STARTS_ON_DESC")["projects"]) == [
        "New",
        "Old",
        "Unknown",
    ]


def test_cursor_is_stable_when_rows_change(ask):
    # Given
    first, *_ = [ProjectPageFactory(title=title) for title in "BDF"]
    page = ask(FORWARDS, first=2)["projects"]

    # When the cursor's row is deleted and rows are added on both sides
    first.delete()
    ProjectPageFactory(title="A")
    ProjectPageFactory(title="E")
    rest = ask(FORWARDS, first=9, after=page["pageInfo"]["endCursor"])["projects"]

    # Then
    assert titles(rest) == ["E", "F"]


def test_empty_list_has_null_cursors(ask, refused):
    from tests.factories import default_home

    default_home()

    page = ask(FORWARDS, first=5)["projects"]

    assert page == {
        "totalCount": 0,
        "nodes": [],
        "edges": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


def a_cursor(ask):
    ProjectPageFactory(title="A")
    GroupPageFactory(title="A")
    return ask(FORWARDS, first=1)["projects"]["pageInfo"]["endCursor"]


def test_cursor_of_another_list_order_or_filter_is_refused(ask, refused):
    # Given
    cursor = a_cursor(ask)

    # When
    errors = [
        refused("query ($c: String) { groups(after: $c) { totalCount } }", c=cursor),
        refused(FORWARDS, after=cursor, orderBy="STARTS_ON_ASC"),
        refused(
            'query ($c: String) { projects(after: $c, filter: {group: "x"}) { totalCount } }',
            c=cursor,
        ),
        refused(
            'query ($c: String) { projects(after: $c, locale: "en") { totalCount } }', c=cursor
        ),
    ]

    # Then
    for error in errors:
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert "'after'" in error["message"]


def test_cursor_of_a_nested_list_is_refused_elsewhere(ask, refused):
    # Given
    group, topic = GroupPageFactory(slug="g"), TopicFactory(slug="t")
    for number in range(3):
        ProjectPageFactory(title=f"P{number}", groups=[group], topics=[topic])
    projects = "projects(first: 1, after: $c) { nodes { title } pageInfo { endCursor } }"
    of_group = f'query ($c: String) {{ group(slug: "g") {{ {projects} }} }}'
    cursor = ask(of_group)["group"]["projects"]["pageInfo"]["endCursor"]

    at_root = f"query ($c: String) {{ {projects} }}"
    root_cursor = ask(at_root)["projects"]["pageInfo"]["endCursor"]

    # When
    errors = [
        refused(at_root, c=cursor),
        refused(f'query ($c: String) {{ topic(slug: "t") {{ {projects} }} }}', c=cursor),
        refused(of_group, c=root_cursor),
    ]

    # Then
    assert [error["extensions"]["code"] for error in errors] == ["BAD_USER_INPUT"] * 3
    assert ask(of_group, c=cursor)["group"]["projects"]["nodes"] == [{"title": "P1"}]


def test_altered_cursor_is_refused(ask, client):
    cursor = a_cursor(ask)

    refusals = 0
    for place in range(len(cursor)):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        answer = client.get(
            "/graphql/", {"query": f'{{ projects(after: "{changed}") {{ totalCount }} }}'}
        ).json()
        refusals += answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"

    assert refusals == len(cursor)


def test_cursor_contains_no_row_number(ask):
    import base64

    project = ProjectPageFactory(title="A")
    cursor = ask(FORWARDS, first=1)["projects"]["pageInfo"]["endCursor"]
    payload = cursor.split(".")[0]

    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()

    assert f"{project.pk}" not in [part.strip('[]"') for part in text.split(",")]


@pytest.mark.parametrize("absent", [{}, {"first": None, "after": None}], ids=["absent", "null"])
def test_one_document_can_page_in_both_directions(ask, absent):
    for name in "ABC":
        ProjectPageFactory(title=name)

    assert titles(ask(PAGED, last=2, **absent)["projects"]) == ["B", "C"]
    assert titles(ask(PAGED, first=2)["projects"]) == ["A", "B"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "filter: {}"),
        ("", "filter: null"),
        ("", "filter: {status: null}"),
        ("filter: {status: null, group: null}", ""),
        ('filter: {group: "g"}', 'filter: {status: null, group: "g"}'),
        ("", "orderBy: TITLE_ASC"),
        ("", "orderBy: null"),
    ],
)
def test_cursor_is_valid_for_equivalent_arguments(ask, first, second):
    group = GroupPageFactory(slug="g")
    for title in "ABC":
        ProjectPageFactory(title=title, groups=[group])
    page = "{ projects(%s) { nodes { title } pageInfo { endCursor } } }"
    cursor = ask(page % f"first: 1 {first}")["projects"]["pageInfo"]["endCursor"]

    following = ask(page % f'first: 1 after: "{cursor}" {second}')["projects"]

    assert titles(following) == ["B"]
