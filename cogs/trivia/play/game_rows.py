"""How a game becomes a small state and one row a member, and a game again."""

from __future__ import annotations

from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import LockedAnswer, Round
from cogs.trivia.rules.settings import Player
from storage.trivia.games import StoredGame, StoredGameMember

_MEMBER_FIELDS = {"players": True, "round": {"locks": True, "hinted": True, "skip_votes": True}}
"""The fields that grow with the number of members."""


def dump_state(game: Game) -> str:
    """Return all of the game as JSON but what is in the rows of its members."""
    return game.model_dump_json(exclude=_MEMBER_FIELDS)


def build_member_row(game: Game, member_id: int) -> StoredGameMember:
    """Return one member's part in the game."""
    player, round_ = game.players.get(member_id), game.round
    member = StoredGameMember(member_id)
    if player is not None:
        member = member._replace(
            position=player.position,
            score=player.score,
            streak=player.streak,
            answered=player.answered,
            answered_right=player.right,
        )
    if round_ is None:
        return member
    member = member._replace(
        turn=round_.turn,
        has_hint=member_id in round_.hinted,
        has_skip_vote=member_id in round_.skip_votes,
    )
    if (lock := round_.locks.get(member_id)) is None:
        return member
    return member._replace(
        lock_position=lock.position,
        locked_at=lock.at,
        choice=lock.choice,
        typed=lock.text,
        is_right=lock.is_right,
        points=lock.points,
    )


def restore_game(stored: StoredGame) -> Game:
    """Build the game as it was stored; raise ValueError when its state cannot be read."""
    game = Game.model_validate_json(stored.state)
    for member in stored.members:
        if member.position is not None:
            game.players[member.member_id] = Player(
                position=member.position,
                score=member.score,
                streak=member.streak,
                right=member.answered_right,
                answered=member.answered,
            )
    if game.round is not None:
        _restore_round(game.round, stored)
    return game


def _restore_round(round_: Round, stored: StoredGame) -> None:
    members = [one for one in stored.members if one.turn == round_.turn]
    round_.hinted.update(one.member_id for one in members if one.has_hint)
    round_.skip_votes.update(one.member_id for one in members if one.has_skip_vote)
    for member in sorted(members, key=lambda one: one.lock_position or 0):
        if member.lock_position is None or member.locked_at is None:
            continue
        lock = LockedAnswer(
            at=member.locked_at,
            position=member.lock_position,
            choice=member.choice,
            text=member.typed or "",
            is_right=bool(member.is_right),
            points=member.points or 0,
        )
        round_.restore_lock(member.member_id, lock)
