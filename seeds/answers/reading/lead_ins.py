"""The words around an answer that say nothing: "I think it's …", "… of course"."""

from __future__ import annotations

from seeds.answers.normalizing.quantities import list_quantities


def _parse_phrases(listed: str) -> frozenset[tuple[str, ...]]:
    phrases = listed.replace("\n", "|").split("|")
    return frozenset(tuple(phrase.split()) for phrase in phrases if phrase.strip())


_LEAD_INS = _parse_phrases(
    """
    is it|is that|is this|is he|is she|is he called|is it called|are they|are these|was it|was that
    was he|was she|were they|could it be|would it be|might it be
    what is|what are|what was|what were|whats|who is|who are|who was|who were|whos
    where is|where was|wheres|when is|when was|which is
    it is|its|it was|it must be|it has to be|its gotta be|its got to be|it might be|it could be
    it may be|it would be|they were called|it was called|its called|called|named|it is called
    that is|thats|that was|that would be|that must be|this is|they are|theyre|they were
    he is|hes|he was|she is|shes|she was|must be|has to be|gotta be|got to be|might be|could be
    her name is|his name is|its name is|the name is|their name is|name is|her name was|his name was
    i think|i guess|i believe|i say|i would say|id say|ill say|i reckon|i suppose|im guessing
    i would guess|id guess|im gonna say|im going to say|gonna say|i wanna say|i want to say|lets say
    i am guessing|im thinking|im going with|i am going with|ill go with|going with|i choose|i pick
    is the answer|the answer is|answer is|the answer|answer|my answer is|my answer
    my final answer is|final answer|my guess is|my guess|guess|my guess would be
    im sure|i am sure|im pretty sure|pretty sure|maybe|perhaps|probably|possibly|surely|definitely
    idk|idk but|dunno|dunno but|obviously|of course|clearly|im certain
    um|umm|uh|uhh|uhm|er|erm|hm|hmm|hmmm
    isnt it|isnt that|wasnt it|wasnt that|isnt he|isnt she|i bet its|prob|probs|prolly|def|lol|lmao
    i had|he had|she had|they had|it had|he has|she has|they have|it has|having
    это|это был|это была|думаю|я думаю|думаю это
    наверное|кажется|мне кажется|είναι|ο|η|το|οι|τα
    in|at|by|directed by|written by|played by|created by|made by|sung by
    """
)
_NUMBER_LEAD_INS = _parse_phrases(
    """
    on|on the|year|the year|in year|in the year|back in|about|around|roughly|approximately|approx
    released in|it was released in|it came out in|came out in|it opened in|opened in|it happened in
    happened in|born in|was born in|he was born in|she was born in
    circa|ca|like|number|part|sequel|sequel number
    """
)
"""Lead-ins before a number only: "in the year 1997", "about 29 million", "number 5"."""
_INTERJECTIONS = frozenset(
    {"ooh", "ah", "wait", "oh", "ok", "okay", "so", "well", "yes", "yeah", "hey", "and"}
)
"""Words before another lead-in; alone they may be the first word of a title."""
_LONGEST_LEAD_IN = max(map(len, _LEAD_INS | _NUMBER_LEAD_INS))
_TAILS = _parse_phrases(
    """
    i think|i guess|i believe|i reckon|i suppose|i bet|final answer|is my guess|is my answer
    is my final answer|is the answer|of course|obviously|for sure|im sure|im pretty sure|i am sure
    im certain|obv|obvs|prob|probs|prolly|probably|definitely|perhaps|ig|i assume|i hope|ngl|xd
    rofl|idk|not sure|im not sure|i am not sure|not sure though|no idea|lol|haha|hehe|lmao|tbh|imo
    iirc|afaik|duh
    """
)
_LONGEST_TAIL = max(map(len, _TAILS))
_NUMBER_TAILS = _parse_phrases("sequel|part|years old|year old|years of age")
"""Tails after a number only: "the 5th sequel"."""


def count_lead_in_words(words: tuple[str, ...]) -> int:
    """Return the number of words of the longest lead-in; 0 without one."""
    if words[:1] and words[0] in _INTERJECTIONS:
        length = count_lead_in_words(words[1:])
        return length and length + 1
    lengths = range(min(_LONGEST_LEAD_IN, len(words) - 1), 0, -1)
    return next((length for length in lengths if _is_lead_in(words, length)), 0)


def _is_lead_in(words: tuple[str, ...], length: int) -> bool:
    said, rest = words[:length], words[length:]
    if said in _NUMBER_LEAD_INS:
        return rest[0].isdecimal() or any(list_quantities(rest))
    return said in _LEAD_INS


def count_tail_words(words: tuple[str, ...]) -> int:
    """Return the number of words of the longest tail; 0 without one."""
    lengths = range(min(_LONGEST_TAIL, len(words) - 1), 0, -1)
    return next((length for length in lengths if _is_tail(words, length)), 0)


def _is_tail(words: tuple[str, ...], length: int) -> bool:
    rest, said = words[:-length], words[-length:]
    return said in _TAILS or (said in _NUMBER_TAILS and rest[-1].isdecimal())


_COPULAS = (
    "だと思います",
    "だと思う",
    "でしょう",
    "ですか",
    "ですね",
    "です",
    "だよね",
    "だよ",
    "だね",
)
"""Endings of a Japanese sentence, the longest first, as folded: "東京です" says "東京"."""


def strip_copula(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the words without a Japanese copula at their end; None without one."""
    if words[-1].isascii():
        return None
    for copula in _COPULAS:
        bare = words[-1].removesuffix(copula)
        if bare != words[-1]:
            rest = (*words[:-1], bare) if bare else words[:-1]
            return rest or None
    return None


_YES = frozenset({"yes", "yeah", "yep", "yup"})
_NO = frozenset({"no", "nope", "nah"})
_PRONOUNS = frozenset({"i", "he", "she", "it", "they", "we", "you", "there"})
_AUXILIARIES = frozenset(
    (
        "is", "was", "are", "were", "do", "does", "did", "has", "have", "had",
        "can", "could", "will", "would", "should",
    )
)  # fmt: skip
_NEGATED_AUXILIARIES = frozenset(f"{verb}nt" for verb in _AUXILIARIES) | {"cant", "wont"}


def read_yes_or_no(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return "yes" or "no" for "yep", "yes she did" or "no it didn't"; None for other words."""
    said, rest = words[0], words[1:]
    if rest and not (len(rest) == 2 and rest[0] in _PRONOUNS):
        return None
    if said in _YES and (not rest or rest[1] in _AUXILIARIES):
        return ("yes",)
    if said in _NO and (not rest or rest[1] in _NEGATED_AUXILIARIES):
        return ("no",)
    return None
