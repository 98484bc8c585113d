from helpers.intake.proposing.claim import ask, perhaps, propose


def test_only_a_question_without_a_value_is_open():
    answered = ask("decimal", "which sign?")._replace(value=".")

    found = [
        claim.is_open
        for claim in (
            ask("decimal", "which sign?", suggestion="."),
            answered,
            propose("decimal", ".", "199.00 in line 2"),
            perhaps("merchandise", "^NB", "most codes"),
        )
    ]

    assert found == [True, False, False, False]
