from kwonik.kernel.once import answering, per_request


def test_within_a_request_a_question_is_asked_once_and_outside_each_time():
    asked = []

    @per_request
    def question():
        asked.append("?")
        return len(asked)

    with answering():
        assert [question(), question()] == [1, 1]
        with answering():
            assert question() == 2
        assert question() == 1
    assert [question(), question()] == [3, 4]
