-- What a peer says of itself counts where it is newer than what it said before, by the peer's own clock: a request that somebody
-- has kept and sends again tells nothing of today.
alter table exchange_peer add column said_at timestamptz;
