"""The shared checks can fail: each is shown something wrong and must say so."""

import pytest

GOOD = """<!DOCTYPE html><html lang="ko"><head><title>쉼터</title></head>
<body><main><h1>쉼터</h1><p>이동노동자가 쉬어 가는 곳입니다.</p></main></body></html>"""
UNLABELLED = GOOD.replace("<p>", "<input type='text'><p>")
PALE = GOOD.replace("<p>", "<p style='color: #aaa'>")


@pytest.mark.parametrize("wrong, rule", [(UNLABELLED, "label"), (PALE, "color-contrast")])
def test_axe_finds_what_is_wrong_at_either_width(wrong, rule, width, page_at, assert_accessible):
    page = page_at(width)
    page.set_content(GOOD)
    assert_accessible(page)
    assert page.evaluate("innerWidth") == width

    page.set_content(wrong)
    with pytest.raises(AssertionError, match=rule):
        assert_accessible(page)


def test_the_html_checker_names_the_page_and_the_line(assert_valid_html):
    assert_valid_html({"good": GOOD})
    with pytest.raises(AssertionError, match=r"^bad:2: .*img"):
        assert_valid_html({"good": GOOD, "bad": GOOD.replace("<p>", "<img src='a.png'><p>")})
    with pytest.raises(AssertionError, match="no page"):
        assert_valid_html({})


def test_a_growing_number_of_queries_is_noticed(assert_constant_queries):
    from django.contrib.contenttypes.models import ContentType

    rows = [1]
    assert_constant_queries(lambda: ContentType.objects.filter(pk__in=rows).count(), lambda: rows.append(2))
    with pytest.raises(AssertionError, match=r"2 -> 3 queries"):
        assert_constant_queries(
            lambda: [ContentType.objects.filter(pk=row).exists() for row in rows], lambda: rows.append(3)
        )
