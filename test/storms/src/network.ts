/**
 * The way between a phone and the gateway: messages get lost, come twice, come late or out of their order. What the phone
 * does about it is what real ones do: send the same octets again, or give up.
 */
import { decodeMessage } from '@anchorage/syncml-codec';
import { PhoneError } from '@anchorage/kit';
import type { HttpReply, Transport } from '@anchorage/kit';
import type { Chance } from './chance.ts';
import type { Story } from './story-book.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

export interface Network {
  readonly transport: Transport;
  /** What was held up arrives now. */
  deliverHeld(): Promise<void>;
  /** Did a package 1 that was held up arrive since last asked? It ends the session that was open. */
  sawHeldLogin(): boolean;
}

interface Packet {
  readonly number: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface NetworkOptions {
  readonly door: Transport;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly story: Story;
  /** Called before each message of the phone's own. */
  readonly between: () => void;
}

export function createNetwork({ door, time, chance, weather, story, between }: NetworkOptions): Network {
  const history: Packet[] = [];
  const held: Packet[] = [];
  let sent = 0;
  let heldLogin = false;

  return {
    transport,
    async deliverHeld() {
      for (const packet of held.splice(0)) await arriveHeld(packet);
    },
    sawHeldLogin() {
      const was = heldLogin;
      heldLogin = false;
      return was;
    },
  };

  async function transport(url: string, headers: Packet['headers'], body: Uint8Array): Promise<HttpReply> {
    sent += 1;
    const packet = { number: sent, url, headers, body };
    story.tell(() => `message ${sent}: ${brief(body)}`);
    await beforehand();
    between();
    for (let tries = 1; ; tries += 1) {
      const reply = await attempt(packet);
      if (reply !== null) {
        story.tell(() => `reply to ${packet.number}: ${reply.status} ${brief(reply.body)}`);
        return reply;
      }
      await time.sleep(chance.between(1_000, 30_000));
      if (tries === mostTries) throw gone('gave up sending it');
      story.tell(() => `message ${packet.number} again`);
    }
  }

  /** Null: no reply came, the phone tries again. */
  async function attempt(packet: Packet): Promise<HttpReply | null> {
    if (weather.hits('request lost')) return lost('request lost');
    if (weather.hits('gone before')) throw gone('gone before it arrived');
    if (weather.hits('held')) {
      held.push(packet);
      throw gone('gone, it arrives later');
    }
    history.push(packet);
    if (history.length > mostHistory) history.shift();
    if (weather.hits('gone meanwhile')) {
      void deliver(packet);
      await time.sleep(chance.between(0, 500));
      throw gone('gone while it is worked on');
    }
    const reply = weather.hits('impatient') ? await crowd(packet) : await deliver(packet);
    if (weather.hits('gone after')) throw gone('gone before its reply');
    if (weather.hits('reply lost')) return lost('reply lost');
    return weather.hits('doubled') ? again(packet, reply) : reply;
  }

  /** The same message twice at the same time. */
  async function crowd(packet: Packet): Promise<HttpReply> {
    const first = deliver(packet);
    await time.sleep(chance.between(0, 30_000));
    story.tell(() => `message ${packet.number} again, perhaps while it is worked on`);
    const second = await deliver(packet);
    return same(packet, await first, second);
  }

  async function again(packet: Packet, reply: HttpReply): Promise<HttpReply> {
    story.tell(() => `message ${packet.number} a second time`);
    return same(packet, reply, await deliver(packet));
  }

  async function beforehand(): Promise<void> {
    const [overdue] = held;
    if (overdue !== undefined && chance.hits(0.5)) {
      held.shift();
      await arriveHeld(overdue);
    }
    const old = chance.any(history);
    if (old !== undefined && weather.hits('straggler')) await arriveLate(old, 'once more');
  }

  /** Its first arrival: a package 1 among them begins a session as good as any, and ends the one that was open. */
  async function arriveHeld(packet: Packet): Promise<void> {
    if (decodeMessage(packet.body).message.header.msgId === 1) heldLogin = true;
    history.push(packet);
    await arriveLate(packet, 'held up till now');
  }

  async function arriveLate(packet: Packet, how: string): Promise<void> {
    story.tell(() => `message ${packet.number} arrives ${how}`);
    const arrival = deliver(packet);
    // Its reply goes nowhere; the phone may be quicker than the gateway with it.
    if (chance.hits(0.3)) {
      await time.sleep(0);
      return;
    }
    await arrival;
  }

  async function deliver({ number, url, headers, body }: Packet): Promise<HttpReply> {
    const reply = await door(url, headers, body);
    if (reply.status !== 200) throw new Error(`message ${number} was answered with HTTP ${reply.status}`);
    return reply;
  }

  function lost(how: string): null {
    story.tell(() => how);
    return null;
  }

  function gone(how: string): PhoneError {
    story.tell(() => how);
    return new PhoneError('transport', how);
  }
}

/** A resent message gets the octets that it got before (I8); challenges hold a fresh nonce each. */
function same(packet: Packet, one: HttpReply, other: HttpReply): HttpReply {
  if (Buffer.compare(one.body, other.body) === 0 || (isChallenge(one) && isChallenge(other))) return other;
  throw new Error(`message ${packet.number} got two replies:\n  ${brief(one.body)}\n  ${brief(other.body)}`);
}

function isChallenge({ body }: HttpReply): boolean {
  const first = decodeMessage(body).message.commands[0];
  return first?.name === 'Status' && (first.code === 401 || first.code === 407);
}

function brief(body: Uint8Array): string {
  const { header, commands, final } = decodeMessage(body).message;
  const words = commands.map((command) => {
    if (command.name === 'Status') return `${command.cmd} ${command.code}`;
    if (command.name === 'Alert') return `Alert ${command.code ?? ''}`;
    if (command.name !== 'Sync') return command.name;
    const inner = command.commands.map((one) => {
      const [item] = 'items' in one && one.name !== 'Map' ? one.items : [];
      return `${one.name} ${item?.source?.uri ?? item?.target?.uri ?? ''}`;
    });
    return `Sync ${command.target?.uri ?? ''}[${inner.join(', ')}]`;
  });
  return `${header.sessionId}/${header.msgId} ${words.join('; ')}${final ? ' .' : ' …'}`;
}

const mostTries = 3;
const mostHistory = 16;
