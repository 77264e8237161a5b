"""One paragraph read piece by piece into drafts of duties.

Conditions wait for the act that follows. An act with a new actor, modality, deadline or addressee is a duty of its
own, any other continues the duty before it. Where a sentence names no actor, the context does; else nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus import Deadline, Modality
from graph.acts import DutyWords, Reading, is_complete, is_predicate, load_duty_words, read_piece, subject_list
from graph.context import NOBODY, Understood, find_parties
from graph.departments import DepartmentMention
from graph.lexicon import Token
from graph.segments import Piece, Sentence, find_sentences
from graph.topics import score_text

_TRIGGERS = ("condition",)
_OWN_MODALITY = frozenset(("prohibition", "permission"))
_LEAD_WORDS = 2
_PLAIN_TOPIC = 4.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A duty while it is being read; spans count in the folded paragraph. ``act`` is where its act begins and ends."""

    start: int
    end: int
    act: tuple[int, int]
    actors: tuple[str, ...]
    stated: bool
    modality: Modality
    rule: str
    conditions: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    counterparts: tuple[str, ...] = ()
    produces: bool = False
    complete: bool = True
    first: Piece | None = None


@dataclass(slots=True)
class _State:
    """What is carried along while one paragraph is read."""

    text: str
    context: Understood
    carried: Understood = NOBODY
    pending: list[Reading] = field(default_factory=list)
    subject: tuple[DepartmentMention, ...] = ()
    local: tuple[str, ...] = ()
    asked: tuple[tuple[str, ...], str] = ((), "")
    segment_from: int = 0
    seen_from: int = 0
    seen: list[DepartmentMention] = field(default_factory=list)
    current: Draft | None = None
    drafts: list[Draft] = field(default_factory=list)

    def begin_segment(self) -> None:
        """Forget what holds within a segment only."""
        self.close()
        self.pending.clear()
        self.subject = ()
        self.local = ()
        self.asked = ((), "")
        self.segment_from = len(self.drafts)
        self.seen_from = len(self.seen)

    def close(self) -> None:
        """Finish the duty being read."""
        if self.current is not None:
            self.drafts.append(self.current)
            self.current = None


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """The drafts of a paragraph in order of their acts, and whom the next paragraph goes on to speak of."""

    drafts: tuple[Draft, ...]
    subject: Understood


def read_paragraph(
    text: str, context: Understood, carried: Understood, issuer: str | None, addressees: Sequence[str]
) -> ParagraphReading:
    """The drafts of duties in a folded paragraph.

    ``context`` is whom headings and lead-ins name, ``carried`` whom the paragraph before speaks of, ``issuer`` who
    lays down what nobody is named for.
    """
    words = load_duty_words()
    state = _State(text, context, carried)
    for sentence in find_sentences(text):
        if words.request.search(sentence.text):
            state.drafts.append(_request(sentence, addressees))
            continue
        if any(skip.regex.search(sentence.text) for skip in words.skip_sentence):
            continue
        fallback = _fallback(sentence, issuer)
        for segment in sentence.segments:
            state.begin_segment()
            for piece in segment:
                _take(state, read_piece(piece), fallback, words, addressees)
                state.seen.extend(piece.mentions)
        state.close()
    if text.endswith("：") and state.subject:
        state.carried = Understood(tuple(mention.name for mention in state.subject), "carried")
    return ParagraphReading(tuple(sorted(state.drafts, key=lambda draft: draft.act)), state.carried)


def _fallback(sentence: Sentence, issuer: str | None) -> Understood:
    """Who acts in a sentence that names nobody: the issuer, else the two parties that it speaks of."""
    if issuer:
        return Understood((issuer,), "issuer")
    parties = (find_parties(piece) for segment in sentence.segments for piece in segment)
    return Understood(next(filter(None, parties), ()), "context")


def _request(sentence: Sentence, addressees: Sequence[str]) -> Draft:
    """请认真贯彻执行: the addressees of a covering notice are to act."""
    last = sentence.segments[-1][-1]
    return Draft(
        sentence.start, sentence.end, (last.start, last.end), tuple(addressees), False, "obligation", "request"
    )


def _take(state: _State, reading: Reading, fallback: Understood, words: DutyWords, addressees: Sequence[str]) -> None:
    """Work the reading of one piece into ``state``."""
    if words.effect.search(reading.piece.text):
        state.close()
        state.drafts.append(_effect(reading, addressees))
    elif reading.kind == "act" and _leads_in(reading, words):
        _take_condition(state, replace(reading, kind="adverbial"), words)
    elif reading.kind in ("condition", "adverbial") or _completes_condition(state, reading):
        _take_condition(state, reading, words)
    elif reading.kind == "purpose":
        state.pending.clear()
    elif reading.kind == "act":
        _take_act(state, reading, fallback, words)
    elif reading.piece.text == "其中":
        state.close()
    elif state.current is not None and not any(item.kind == "date" for item in reading.piece.deadlines):
        state.current = _extended(state.current, reading, ())
    elif reading.kind == "other":
        state.pending.append(reading)


def _leads_in(reading: Reading, words: DutyWords) -> bool:
    """Whether the piece only announces the duties listed below it: 应当遵守下列规定：."""
    act = reading.piece.text[reading.act_start - reading.piece.start :]
    return reading.piece.after == "：" and words.lead_in.match(act) is not None


def _completes_condition(state: _State, reading: Reading) -> bool:
    """Whether a piece that looks like an act is the last of several alternatives.

    …的，吊销许可证件的重大行政处罚案件，报请…
    """
    text = reading.piece.text
    return (
        reading.kind == "act"
        and not reading.subject
        and reading.modality is None
        and not reading.piece.deadlines
        and ("的" in text or "等" in text)
        and text.endswith(load_duty_words().noun_tails)
        and any(item.kind == "condition" for item in state.pending)
    )


def _effect(reading: Reading, addressees: Sequence[str]) -> Draft:
    """本办法自…起施行."""
    piece = reading.piece
    return Draft(
        piece.start,
        piece.end,
        (piece.start, piece.end),
        tuple(addressees),
        False,
        "obligation",
        "effect",
        (),
        piece.deadlines,
    )


def _take_condition(state: _State, reading: Reading, words: DutyWords) -> None:
    opening = reading.piece.tokens[0].word.groups
    if "event" in opening and reading.kind == "condition" and state.current and state.current.rule == "subject_bare":
        _reopen(state)
    alternative = reading.connective in ("或", "或者")
    listed = bool(state.pending) and reading.piece.text == "".join(item.name for item in reading.subject)
    if reading.subject and not (alternative and state.subject) and not listed:
        state.subject = reading.subject
    if reading.asked:
        state.asked = (tuple(mention.name for mention in reading.asked), reading.asked_for)
    state.pending.append(reading)
    approval = _approval(reading.piece, words, words.approved_by)
    if approval is not None:
        state.drafts.append(approval)


def _take_act(state: _State, reading: Reading, fallback: Understood, words: DutyWords) -> None:
    piece = reading.piece
    counterparts = _counterparts(reading, words)
    approval = _approval(piece, words, words.hand_to)
    modality = "obligation" if approval and reading.modality is None else _modality(reading, words)
    if state.current is not None and not _is_new(state, reading, modality, counterparts, words):
        state.current = _extended(state.current, reading, counterparts)
    else:
        _absorb_programme(state, reading, words)
        for draft in _start(state, reading, modality, counterparts, fallback, words):
            state.close()
            state.current = draft
        _name_earlier(state, reading)
    state.pending.clear()
    for other in (approval, _handover(reading, words)):
        if other is not None:
            state.drafts.append(other)


def _absorb_programme(state: _State, reading: Reading, words: DutyWords) -> None:
    """What stands before 由 may be no act but its matter: 建立联合执法机制，由综合行政执法局牵头.

    X告知Y处理的案件，由Y答复.
    """
    current = state.current
    if current is None or reading.form != "by" or current.first is None:
        return
    first = _first_verb(current.first.tokens, current.act[0])
    is_programme = not current.stated and current.modality == "obligation" and first in words.programmes
    is_matter = current.rule == "subject_bare" and current.first.text.endswith(words.noun_tails)
    if is_programme or is_matter:
        _reopen(state)


def _reopen(state: _State) -> None:
    """Take back the duty being read where it is one piece without a modal verb: it waits for the act that follows."""
    current = state.current
    if current is not None and current.first is not None and current.first.end == current.end:
        state.current = None
        state.pending.insert(0, Reading("adverbial", current.first))


def _name_earlier(state: _State, reading: Reading) -> None:
    """Acts without an actor before the subject of the same segment are that subject's.

    依托…平台，提升…水平，各部门应当….
    """
    if reading.form != "first" or reading.modality is None or state.current is None:
        return
    actors = state.current.actors
    for index in range(state.segment_from, len(state.drafts)):
        draft = state.drafts[index]
        if draft.rule in ("issuer_bare", "nobody_bare", "parties"):
            state.drafts[index] = replace(draft, actors=actors, rule="later_bare")


def _modality(reading: Reading, words: DutyWords) -> Modality:
    act = reading.piece.text[reading.act_start - reading.piece.start :]
    if reading.modality in ("prohibition", "permission"):
        return reading.modality
    if any(power.regex.search(act) for power in words.power) and reading.modality is None:
        return "power"
    return "obligation"


def _is_new(
    state: _State, reading: Reading, modality: Modality, counterparts: tuple[str, ...], words: DutyWords
) -> bool:
    """Whether the act is a duty of its own beside the one being read."""
    current = state.current
    if current is None or reading.subject:
        return True
    if any(item.kind in _TRIGGERS for item in state.pending):
        return True
    if reading.modality not in (None, current.modality) and {reading.modality, current.modality} & _OWN_MODALITY:
        return True
    if not current.complete or _is_limit(reading):
        return False
    if reading.modality is not None and reading.connective not in ("既", "又"):
        return True
    if reading.piece.deadlines or modality == "power" != current.modality:
        return True
    verb = _first_verb(reading.piece.tokens, reading.act_start)
    if verb in words.fresh_verbs and current.rule != "subject_by":
        return True
    if counterparts and _sends(reading, words) and not current.produces:
        return not set(counterparts) <= set(current.counterparts)
    return not current.stated and _changes_topic(state.text[current.start : current.end], reading.piece.text)


def _is_limit(reading: Reading) -> bool:
    """但延长期限不得超过十日, 每季度至少一次: the limit or the frequency of the act before it."""
    said = "".join(item.text for item in reading.piece.deadlines)
    if said == reading.piece.text and all(item.kind == "recurring" for item in reading.piece.deadlines):
        return True
    limits = [item.relation in ("not_exceed", "extend_not_exceed") for item in reading.piece.deadlines]
    return bool(limits) and all(limits) and reading.modality is None


def _sends(reading: Reading, words: DutyWords) -> bool:
    """Whether something goes to an addressee: 向…报送, 移交…; not 对…进行分析, 向…提出意见."""
    tokens = [token for token in reading.piece.tokens if token.start >= reading.act_start]
    verb = next(
        (
            t.word
            for i, t in enumerate(reading.piece.tokens)
            if t in tokens and t.word.is_verb and is_predicate(reading.piece, i)
        ),
        None,
    )
    if verb is None or "produce" in verb.groups:
        return False
    return (
        "send" in verb.groups or "cooperate" in verb.groups or any(token.word.text in words.sends for token in tokens)
    )


def _first_verb(tokens: Sequence[Token], start: int) -> str:
    return next((token.word.text for token in tokens if token.start >= start and token.word.is_verb), "")


def _changes_topic(before: str, text: str) -> bool:
    """Whether ``text`` plainly speaks of another topic than the words before it."""
    scores = score_text(text)
    if not scores:
        return False
    topic = max(scores, key=lambda name: scores[name])
    earlier = score_text(before)
    return scores[topic] >= _PLAIN_TOPIC and topic not in earlier and bool(earlier)


def _extended(current: Draft, reading: Reading, counterparts: tuple[str, ...]) -> Draft:
    piece = reading.piece
    return replace(
        current,
        end=piece.end,
        act=(current.act[0], piece.end),
        deadlines=(*current.deadlines, *piece.deadlines),
        counterparts=tuple(dict.fromkeys((*current.counterparts, *counterparts))),
        produces=current.produces or _produces(reading),
        complete=current.complete or is_complete(reading),
    )


def _produces(reading: Reading) -> bool:
    return any("produce" in token.word.groups for token in reading.piece.tokens if token.start >= reading.act_start)


def _start(
    state: _State,
    reading: Reading,
    modality: Modality,
    counterparts: tuple[str, ...],
    fallback: Understood,
    words: DutyWords,
) -> Iterator[Draft]:
    """A new duty; two where the conditions before it name two actors one after the other (…的，或…的，应当…)."""
    piece = reading.piece
    pending = state.pending
    start = pending[0].piece.start if pending else piece.start
    alternatives = [item for item in pending if item.connective in ("或", "或者") and item.subject]
    actors, stated, rule = _actors(state, reading, fallback)
    draft = Draft(
        start,
        piece.end,
        (reading.act_start, piece.end),
        actors,
        stated,
        modality,
        rule,
        tuple(item.piece.text for item in pending if item.kind == "condition"),
        (*_times_before(pending), *piece.deadlines),
        tuple(name for name in counterparts if name not in actors),
        _produces(reading),
        is_complete(reading),
        piece,
    )
    if reading.subject or not alternatives or not state.subject:
        yield draft
        return
    yield draft
    for item in alternatives:
        names = tuple(mention.name for mention in item.subject)
        yield replace(draft, start=item.piece.start, actors=names, conditions=(item.piece.text,))


def _times_before(pending: Sequence[Reading]) -> Iterator[Deadline]:
    """The time limits before the act that are the act's.

    Those that stand alone (每年6月底前，由区水利局牵头…), how often its matter recurs (整治每周开展一次，由…), and
    one that the words right before the act end with (决定作出后七日内，由…公示). Others are their condition's.
    """
    for item in pending:
        size = sum(end - start for start, end in (deadline.span for deadline in item.piece.deadlines))
        if size and len(item.piece.text) - size <= _LEAD_WORDS:
            yield from item.piece.deadlines
        elif item.kind == "adverbial":
            yield from (deadline for deadline in item.piece.deadlines if deadline.kind == "recurring")
        elif item is pending[-1] and item.kind in ("condition", "other"):
            yield from (one for one in item.piece.deadlines if one.relation == "within" and _ends_piece(one, item))


def _ends_piece(deadline: Deadline, reading: Reading) -> bool:
    return deadline.kind == "duration" and deadline.span[1] == reading.piece.end


def _actors(state: _State, reading: Reading, fallback: Understood) -> tuple[tuple[str, ...], bool, str]:
    """Names of the actors, whether the quote names them, and the rule by which they were found.

    Carries the subject on.
    """
    manner = "modal" if reading.modality is not None else "bare"
    if reading.subject:
        return _stated_actors(state, reading, manner)
    if _opens_to_anyone(reading) and not state.subject:
        return (), False, f"nobody_{manner}"
    asked, verb = state.asked
    if asked and verb in reading.piece.text:
        state.carried = Understood(asked, "carried")
        return asked, True, "condition_subject_modal" if manner == "modal" else "carried_bare"
    if state.subject:
        names = _resolve(state.subject, state)
        in_quote = any(item.subject == state.subject for item in state.pending)
        state.carried = Understood(names, "carried")
        return names, in_quote, "condition_subject_modal" if manner == "modal" else "carried_bare"
    if state.local:
        return state.local, False, f"carried_{manner}"
    if reading.passive:
        return (state.carried.names or state.context.names), False, "passive"
    if state.carried.names:
        return state.carried.names, False, f"carried_{manner}"
    if state.context.names:
        return state.context.names, False, f"context_{manner}"
    parties = next(filter(None, (find_parties(item.piece) for item in (*state.pending, reading))), ())
    if parties:
        return parties, False, "parties"
    approver = next((_approver(item.piece) for item in state.pending if _approver(item.piece)), ())
    if approver and reading.modality == "permission":
        return approver, True, "approver"
    if fallback.names and not (fallback.source == "issuer" and _reports(reading)):
        return fallback.names, False, f"issuer_{manner}" if fallback.source == "issuer" else "parties"
    return (), False, f"nobody_{manner}"


def _opens_to_anyone(reading: Reading) -> bool:
    """禁止… at the head of a piece binds everybody, not the body that the sentence before speaks of."""
    return reading.piece.tokens[0].word.text in load_duty_words().to_anyone


def _reports(reading: Reading) -> bool:
    """Whether something is sent to a body, which the issuer itself does not do below its own rank."""
    to_body = any(m.kind == "body" and m.span[0] > reading.act_start for m in reading.piece.mentions)
    return to_body and _sends(reading, load_duty_words())


def _stated_actors(state: _State, reading: Reading, manner: str) -> tuple[tuple[str, ...], bool, str]:
    """The actors that the act itself names. What stands before 由 is what the next sentences speak of."""
    names = _resolve(reading.subject, state)
    refers = any(mention.kind == "reference" for mention in reading.subject)
    state.subject = ()
    if reading.form != "by":
        if not _only_joins(reading):
            state.carried, state.local = Understood(names, "carried"), ()
        return names, not refers, f"subject_{manner}"
    topic, _ = subject_list(reading.piece, reading.piece.start)
    if topic and topic[-1].span[1] < reading.subject[0].span[0]:
        state.carried = Understood(_resolve(topic, state), "carried")
    else:
        state.local = names
        if refers:
            state.carried = Understood(names, "carried")
    return names, not refers, "subject_by"


def _only_joins(reading: Reading) -> bool:
    """相关部门参与, 主要负责人为成员: what follows does not speak of them."""
    text = reading.piece.text
    return text.endswith(load_duty_words().joining) or text[reading.act_start - reading.piece.start :].startswith("为")


def _resolve(subject: Sequence[DepartmentMention], state: _State) -> tuple[str, ...]:
    """The names of ``subject``, references (双方, 该部门) replaced by the actors they stand for."""
    names: list[str] = []
    for mention in subject:
        if mention.kind != "reference":
            names.append(mention.name)
        else:
            names.extend(_antecedent(mention, state) or (mention.name,))
    return tuple(dict.fromkeys(names))


def _antecedent(mention: DepartmentMention, state: _State) -> tuple[str, ...]:
    if mention.name.startswith("该"):
        known = {*state.carried.names, *state.local}
        before = [item.name for item in state.seen if item.kind != "reference" and item.name not in known]
        here = {item.name for item in state.seen[state.seen_from :]}
        spoken_of = tuple(name for name in state.carried.names if name.endswith(mention.name.removeprefix("该")))
        return tuple(before[-1:]) if not spoken_of or here & set(before) else spoken_of
    if mention.name == "其":
        done = state.current or next((draft for draft in reversed(state.drafts) if draft.actors), None)
        return done.actors if done else state.carried.names or state.context.names
    earlier = [item.subject for item in state.pending if item.subject]
    if earlier:
        return tuple(item.name for item in earlier[-1] if item.kind != "reference")
    return state.carried.names or state.context.names


def _counterparts(reading: Reading, words: DutyWords) -> tuple[str, ...]:
    """The bodies and parties that the act is directed to: after 向, 给, 至 and the like or a verb of sending."""
    piece = reading.piece
    ends = {token.end: token for token in piece.tokens}
    subject_names = {mention.name for mention in reading.subject}
    found: list[str] = []
    follows = False
    for mention in () if piece.text[reading.act_start - piece.start :].startswith("为") else piece.mentions:
        if mention.span[0] < reading.act_start or mention.kind == "reference":
            continue
        before = ends.get(mention.span[0])
        if before is None:
            continue
        word = before.word
        addressed = (
            word.text in words.addressee_before
            or "send" in word.groups
            or "cooperate" in word.groups
            or word.text in words.addressee_verbs
        )
        whole = "cooperate" in word.groups or word.text in words.joining or not _is_possessor(piece, mention)
        follows = (addressed or (follows and word.letter == "c")) and whole
        if follows and mention.name not in subject_names:
            found.append(mention.name)
    return tuple(dict.fromkeys(found))


def _is_possessor(piece: Piece, mention: DepartmentMention) -> bool:
    """Whether the mention only describes what follows: 对当事人的陈述."""
    at = mention.span[1] - piece.start
    return piece.text[at : at + 1] == "的"


def _approval(piece: Piece, words: DutyWords, leads: Iterable[str]) -> Draft | None:
    """报…决定, 经…批准: the body named has the power to decide."""
    for index, token in enumerate(piece.tokens[:-1]):
        if token.word.text not in leads:
            continue
        mentions, end = subject_list(piece, piece.tokens[index + 1].start)
        match = words.approve.match(piece.text, end - piece.start) if mentions else None
        if match and mentions[0].kind != "reference":
            names = tuple(mention.name for mention in mentions)
            return Draft(piece.start, piece.end, (end, piece.start + match.end()), names, True, "power", "approval")
    return None


def _approver(piece: Piece) -> tuple[str, ...]:
    """Who approves, where the piece is nothing but that: 经接收单位主要负责人批准｜，可以延长."""
    words = load_duty_words()
    draft = _approval(piece, words, words.approved_by)
    return draft.actors if draft is not None and draft.end == piece.end else ()


def _handover(reading: Reading, words: DutyWords) -> Draft | None:
    """移交综合行政执法局立案查处: the body that receives is to act."""
    piece = reading.piece
    for index, token in enumerate(piece.tokens[:-2]):
        if token.start < reading.act_start or not ("send" in token.word.groups or token.word.text in ("移送", "告知")):
            continue
        mention = piece.mention_at(piece.tokens[index + 1].start)
        if mention is None or mention.kind != "body":
            continue
        verb = next((t for t in piece.tokens if t.start == mention.span[1] and t.word.is_verb), None)
        said = verb is not None and is_predicate(piece, piece.tokens.index(verb))
        refused = verb is None or "approve" in verb.word.groups or verb.word.text in words.received
        if verb is not None and said and not refused:
            return Draft(
                token.start, piece.end, (verb.start, piece.end), (mention.name,), True, "obligation", "handover"
            )
    return None
