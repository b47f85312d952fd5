from touchstone.footage.synthesis.draw import dice, whole


def test_draws_are_the_same_everywhere():
    # Worked out once: integers and doubles of PCG64 do not depend on the machine, and so neither does a plan.
    assert [whole(0, "a"), whole(0, "a", 1), whole(1, "a")] == [1058146789, 2074843679, 126010951]


def test_a_draw_depends_on_its_name_alone():
    first = dice(5, "light", 7).random(3)
    dice(5, "light", 8).random(1000)
    assert (dice(5, "light", 7).random(3) == first).all()
    assert (dice(5, "light", 8).random(3) != first).any()
