import { describe, expect, it } from 'vitest';
import { begin } from './begin.ts';
import { compose } from './compose.ts';
import { receive } from './receive.ts';
import { parseState, serialiseState } from './serialise.ts';
import { dialect, profile, server } from './testing/facts.ts';
import { message, next } from './testing/messages.ts';

const state = begin(message(1, []), dialect(), profile());

describe('stored state', () => {
  it('comes back as it was', () => {
    expect(parseState(serialiseState(state))).toEqual(state);
  });

  it.each(['', 'null', '[]', '{}', '{"version":2}', serialiseState({ ...state, phase: 'x' as 'init' })])(
    'of another kind is refused: %s',
    (json) => {
      expect(() => parseState(json)).toThrow(expect.objectContaining({ code: 'bad-state' }));
    },
  );
});

it('does not grow without end', () => {
  const facts = {
    now: 0,
    auth: { kind: 'not-needed' },
    freshNonce: new Uint8Array(),
    server,
    profile: profile(),
    devInfKnown: true,
    datastores: [],
    knownLuids: {},
    nextAnchor: 'x',
  } as const;
  const commands = Array.from({ length: 9_000 }, () => next());
  let flooded = state;
  let ended = 0;
  for (let turn = 1; turn <= 6; turn += 1) {
    const received = receive(flooded, message(turn, commands, { final: false }), facts);
    ended += received.events.length;
    flooded = received.state;
  }
  expect(ended).toBe(1);
  expect(flooded.phase).toBe('aborted');
  expect(flooded.statuses.length).toBeLessThan(40_000);
});

it('is used in turn, by those who may', () => {
  const facts = {
    now: 0,
    freshNonce: new Uint8Array(),
    server,
    profile: profile(),
    devInfKnown: true,
    datastores: [],
    knownLuids: {},
    nextAnchor: 'x',
  };
  expect(() => receive(state, message(1, []), { ...facts, auth: { kind: 'refused', status: 401 } })).toThrow(
    expect.objectContaining({ code: 'not-authenticated' }),
  );
  expect(() => compose(state, { now: 0, server, profile: profile(), outbox: {} })).toThrow(
    expect.objectContaining({ code: 'out-of-turn' }),
  );
});
