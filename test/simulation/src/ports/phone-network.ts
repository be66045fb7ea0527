/**
 * The way from a phone to the gateway and back: messages and replies get lost, come twice, come to any of the fronts.
 * The phone's own HTTP stack sends the same octets again when it hears nothing. Holds every front to one reply for the
 * same octets (I8).
 */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { PhoneError } from '@anchorage/kit';
import type { HttpReply, Transport } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Chance } from '../chance.ts';
import type { Faults } from '../faults.ts';
import type { Findings } from '../oracle/findings.ts';
import type { Actor, Scheduler } from '../scheduler.ts';
import type { Story } from '../story.ts';

/** Where a message that arrives is answered; null: the connection broke without a reply. */
export type FrontDoor = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
) => Promise<HttpReply | null>;

export interface PhoneNetworkOptions {
  readonly actor: Actor;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly story: Story;
  readonly findings: Findings;
  readonly door: FrontDoor;
}

export function phoneNetwork(options: PhoneNetworkOptions): Transport {
  const { actor, scheduler, chance, faults, story, findings, door } = options;
  const replies = new Map<string, HttpReply>();
  const travel = (): number => chance.between(20, 400);
  let message = 0;

  return async (url, headers, body) => {
    message += 1;
    const name = `message ${message}`;
    for (let attempt = 0; attempt <= mostRepeats; attempt += 1) {
      if (faults.hits('phone-vanishes')) {
        story.tell(actor.name, () => `is switched off before ${name}`);
        throw new PhoneError('transport', 'switched off');
      }
      const reply = await exchange(name, url, headers, body);
      if (reply === 'switched off') throw new PhoneError('transport', 'switched off');
      if (reply !== null && reply.status !== 503) return reply;
      await scheduler.step(actor, `repeats ${name}`, chance.between(2_000, 20_000));
      story.tell(actor.name, () => `sends ${name} again`);
    }
    throw new PhoneError('transport', 'no reply');
  };

  async function exchange(
    name: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<HttpReply | 'switched off' | null> {
    await scheduler.step(actor, name, travel());
    if (faults.hits('message-lost')) {
      story.tell(actor.name, () => `${name} is lost`);
      return null;
    }
    const answered = deliver(url, headers, body);
    let isRead = false;
    if (faults.hits('message-repeated')) void repeat(name, url, headers, body, () => isRead);
    const reply = await Promise.race([
      answered,
      scheduler.step(actor, 'patience', patience).then(() => null),
    ]);
    await scheduler.step(actor, `reply to ${name}`, travel());
    isRead = reply !== null;
    if (reply !== null && faults.hits('reply-lost')) {
      story.tell(actor.name, () => `the reply to ${name} is lost`);
      return null;
    }
    if (reply !== null && faults.hits('phone-vanishes')) {
      story.tell(actor.name, () => `is switched off before it reads the reply to ${name}`);
      return 'switched off';
    }
    if (reply !== null)
      story.tell(actor.name, () => `${name} answered with ${reply.status}, ${reply.body.byteLength} octets`);
    return reply;
  }

  /**
   * As a WAP gateway does that has lost patience. A first message that comes once more when its session has gone on is
   * left out: with a password in clear nobody can tell it from a phone that begins anew.
   */
  async function repeat(
    name: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    isRead: () => boolean,
  ): Promise<void> {
    await scheduler.step(actor, `${name} once more`, chance.below(3_000));
    // S60 packs its messages once we have said that we can unpack them.
    const plain = headers['content-encoding'] === 'deflate' ? inflateSync(body) : body;
    if (isRead() && decodeMessage(plain).message.header.msgId === 1) return;
    story.tell(actor.name, () => `${name} arrives twice`);
    await deliver(url, headers, body);
  }

  async function deliver(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<HttpReply | null> {
    const reply = await door(url, headers, body);
    if (reply?.status !== 200) return reply;
    const key = createHash('sha256').update(body).digest('base64');
    const before = replies.get(key);
    if (before === undefined) replies.set(key, reply);
    else if (Buffer.compare(before.body, reply.body) !== 0 && !isRefusal(reply) && !isRefusal(before)) {
      findings.add('I8', `${actor.name}: the same octets were answered with different ones`);
    }
    return reply;
  }
}

/** Nothing was taken in: a refusal may be another one the next time (a fresh challenge, "try later"). */
function isRefusal({ body }: HttpReply): boolean {
  const [first] = decodeMessage(body).message.commands;
  return first?.name === 'Status' && first.code >= 300;
}

const mostRepeats = 3;
const patience = 150_000;
