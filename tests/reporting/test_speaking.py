import pytest

from helpers.reporting.catalogue import MessageError


def html(shown):
    return "".join(forms["text/html"] for forms in shown)


def test_say_shows_a_sentence_as_html_markdown_and_text(report, shown):
    result = report.say("trial.hello", name="<Ann>", n=2)

    assert result is None
    assert shown == [
        {
            "text/html": '<p class="said" data-says="trial.hello">Hello '
            "<strong>&lt;Ann&gt;</strong>, 2 customers.</p>",
            "text/plain": "Hello <Ann>, 2 customers.",
            "text/markdown": "Hello **&lt;Ann&gt;**, 2 customers.",
        }
    ]


def test_words_returns_the_sentence_and_shows_nothing(report, shown):
    words = report.words("trial.hello", name="Ann", n=1)

    assert words == "Hello Ann, 1 customer."
    assert shown == []


def test_an_unknown_key_is_an_error(report):
    with pytest.raises(MessageError, match=r"trial\.typo is not in the message catalogue"):
        report.say("trial.typo")


def test_what_is_not_known_is_said_with_what_to_add(report, shown):
    report.missing("trial.costs")
    report.not_known("trial.plain_alt")

    assert "<strong>Not known:</strong> add what each product costs." in html(shown)
    assert "<strong>Not known:</strong> A bar for each tier.." in html(shown)


def test_where_all_is_known_nothing_is_said(report, shown):
    report.missing(None)
    report.not_known(None)

    assert shown == []


def test_figures_of_a_small_group_are_not_told(report, shown):
    report.say("trial.spend", customers=9, spend=912.5)

    assert "A figure is not told, because it rests on a group of fewer than 10" in html(shown)
    assert "912" not in str(shown)


def test_a_small_number_and_what_it_leaves_of_the_others_are_said_in_words(report, shown):
    report.say("trial.parts", everybody=5237, buyers=5233, without=4)

    assert "5,235: nearly all bought, fewer than 10 did not." in html(shown)


def test_a_single_person_is_not_given_away_by_a_singular(report, shown):
    report.say("trial.heads", people=1)

    assert "fewer than 10 customers" in html(shown)
