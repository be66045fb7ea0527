/** A situation told by a simulated phone (recorded), or by the requests it once sent (played). */
import { createModelPhone, httpTransport } from '@anchorage/kit';
import type { Phone, PhoneModel } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { expect } from 'vitest';
import { cloudLines } from './cloud-lines.ts';
import type { PhoneWorld } from './phone-world.ts';
import { situations } from './situations.ts';
import type { Session, Situation } from './situation.ts';
import { addressed, keptReply, keptRequest } from './transcript.ts';
import { transcriptFolder } from './transcript-folder.ts';
import type { Recorded } from './transcript-folder.ts';

/** Writes the situation's folder; those before it are only lived through. */
export async function record(world: PhoneWorld, model: PhoneModel, situation: Situation): Promise<void> {
  const phone = phoneOf(world, model, situation);
  await live(world, model, before(situation), phone);
  const folder = transcriptFolder(model, situation.name);
  folder.begin();
  let count = 0;
  for (const session of situation.sessions) {
    prepare(world, model, session);
    session.user?.(phone, model);
    const report = await phone.sync({
      ...session.sync,
      ...(situation.losesReplies === true ? { loseReplyTo: everyReply } : {}),
      onExchange({ request, reply }) {
        count += 1;
        folder.write(count, keptRequest(request), keptReply(reply));
      },
    });
    expect(report.outcome).toBe(session.outcome);
    expect(report.datastores['card']).toMatchObject(session.card ?? {});
    await settle(world);
  }
  folder.writeCloud(await cloudLines(world));
}

/** Sends what is in the folder, and in those of the situations before it, and compares every reply. */
export async function play(world: PhoneWorld, model: PhoneModel, situation: Situation): Promise<void> {
  for (const told of [...before(situation), situation]) {
    const folder = transcriptFolder(model, told.name);
    const sessions = bySession(folder.read());
    expect(sessions).toHaveLength(told.sessions.length);
    for (const [at, session] of told.sessions.entries()) {
      prepare(world, model, session);
      await playSession(world, model, told, sessions[at] ?? []);
      await settle(world);
    }
    expect(await cloudLines(world)).toBe(folder.readCloud());
  }
}

/** The phone as it is when the last session of the situation is to begin. */
export async function phoneBefore(
  world: PhoneWorld,
  model: PhoneModel,
  situation: Situation,
): Promise<{ readonly phone: Phone; readonly session: Session }> {
  const phone = phoneOf(world, model, situation);
  await live(world, model, before(situation), phone);
  const [session] = situation.sessions;
  if (session === undefined) throw new TypeError('a situation without sessions');
  prepare(world, model, session);
  session.user?.(phone, model);
  return { phone, session };
}

function phoneOf(world: PhoneWorld, model: PhoneModel, { password }: Situation): Phone {
  const { url, username } = world;
  // Basic, because a digest is good for one nonce only.
  return createModelPhone(model, {
    url,
    username,
    password: password ?? world.password,
    auth: 'basic',
    now: () => firstAnchor,
  });
}

async function live(
  world: PhoneWorld,
  model: PhoneModel,
  all: readonly Situation[],
  phone: Phone,
): Promise<void> {
  for (const session of all.flatMap(({ sessions }) => sessions)) {
    prepare(world, model, session);
    session.user?.(phone, model);
    await phone.sync(session.sync);
    await settle(world);
  }
}

/** Each session is on a day of its own. */
function prepare(world: PhoneWorld, model: PhoneModel, session: Session): void {
  world.passDays(1);
  session.cloud?.(world, model);
}

/** Those that go before, the first one first. */
function before({ after }: Situation): readonly Situation[] {
  const found = situations.find(({ name }) => name === after);
  return found === undefined ? [] : [...before(found), found];
}

function bySession(all: readonly Recorded[]): readonly (readonly Recorded[])[] {
  return [...Map.groupBy(all, ({ request }) => decodeMessage(request).message.header.sessionId).values()];
}

async function playSession(
  world: PhoneWorld,
  model: PhoneModel,
  { losesReplies }: Situation,
  recorded: readonly Recorded[],
): Promise<void> {
  const headers = {
    'content-type': `application/vnd.syncml+${model.encoding}`,
    'user-agent': model.userAgent,
  };
  let url = world.url;
  for (const { name, request, reply } of recorded) {
    const body = addressed(request, url);
    const first = await httpTransport(url, headers, body);
    const got = losesReplies === true ? await httpTransport(url, headers, body) : first;
    expect(Buffer.compare(first.body, got.body), name).toBe(0);
    expect(got.status).toBe(200);
    expect(keptReply(got.body), name).toBe(reply);
    url = decodeMessage(got.body).message.header.respUri ?? url;
  }
}

/** Until both collections have what was journaled. */
async function settle(world: PhoneWorld): Promise<void> {
  await world.delivered('contacts');
  await world.delivered('calendar');
}

const firstAnchor = Date.UTC(2026, 0, 5, 8);
const everyReply = Array.from({ length: 20 }, (_, at) => at + 1);
