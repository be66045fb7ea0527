/** Large objects both ways: what is stored of them, what is loaded, and who can go on when something dies. */
import { createPhone, httpTransport } from '@anchorage/kit';
import type { PhoneOptions } from '@anchorage/kit';
import { StoreError } from '@anchorage/store';
import type { Tables } from '@anchorage/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetObjects } from './housekeeping.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { addOf, addsIn, codesIn, octetsOf, scriptedPhone, syncOf } from './testing/scripted-phone.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

/** Of about `length` octets, no two pieces alike. */
function vcard(name: string, length: number): string {
  const lines = Array.from({ length: length / 40 }, (_, at) => `NOTE:${'Größe '.repeat(3)}${String(at)}`);
  return ['BEGIN:VCARD', 'VERSION:2.1', `N:${name};Example`, ...lines, 'END:VCARD', ''].join('\r\n');
}

function phoneAt(url: string, options: Partial<PhoneOptions> = {}) {
  return createPhone({
    url,
    username: 'rigphone',
    password: rig.password,
    deviceUri: 'IMEI:000000000000041',
    datastores: { card: { type: 'text/x-vcard' } },
    maxObjSize: 4_000_000,
    ...options,
  });
}

/** A store that looks at what goes through it. */
function watched(store: Rig['store'], watch: (tx: Tables) => Tables): Rig['store'] {
  return { ...store, transaction: (work) => store.transaction((tx) => work(watch(tx))) };
}

describe('two megabytes each way at a MaxMsgSize of 10 000 (F8)', () => {
  it.each(['xml', 'wbxml'] as const)(
    'in %s: written and read once, and a small state',
    { timeout: 120_000 },
    async (encoding) => {
      const seen = { state: 0, states: 0, pieces: 0, loaded: 0, largest: 0 };
      const store = watched(rig.store, (tx) => ({
        ...tx,
        sessions: {
          ...tx.sessions,
          update(accountId, id, version, change) {
            const { length } = change.state ?? '';
            seen.state = Math.max(seen.state, length);
            seen.states += length;
            return tx.sessions.update(accountId, id, version, change);
          },
        },
        objects: {
          ...tx.objects,
          append(accountId, piece) {
            seen.pieces += piece.data.byteLength;
            return tx.objects.append(accountId, piece);
          },
        },
        outbox: {
          ...tx.outbox,
          async next(...args) {
            const next = await tx.outbox.next(...args);
            const octets = next.rows.reduce((sum, { data }) => sum + (data?.byteLength ?? 0), 0);
            seen.loaded += octets;
            seen.largest = Math.max(seen.largest, octets);
            return next;
          },
        },
      }));
      const { url } = await rig.serve({ store, settings: { maxMsgSize: 10_000 } });
      const phone = phoneAt(url, { encoding });
      const [up, down] = [vcard('Up', 2_000_000), vcard('Down', 2_000_000)];
      phone.add('card', up);
      await rig.put('card', down);
      const report = await phone.sync();
      expect(report.outcome).toBe('finished');
      expect(await rig.texts('card')).toEqual([down, up]);
      expect([...phone.items('card').values()].toSorted()).toEqual([down, up]);
      const octets = Buffer.byteLength(up);
      expect(seen.pieces).toBe(octets);
      expect(report.messages).toBeLessThan((2 * octets) / 7_000);
      // The rest grows with the number of messages alone.
      expect(seen.state).toBeLessThan(4_096);
      expect(seen.states).toBeLessThan(2 * 4_096 * report.messages);
      expect(seen.largest).toBeLessThanOrEqual(10_000);
      expect(seen.loaded).toBeLessThan(10_000 * report.messages);
    },
  );
});

describe('a front that dies while large objects go both ways', () => {
  /** A store whose n-th transaction is the last thing its process does, or does not come to its end. */
  function dying(at: number, when: 'before' | 'after') {
    let count = 0;
    const store: Rig['store'] = {
      ...rig.store,
      transaction: (work) => {
        count += 1;
        const isLast = count === at;
        if (count > at) throw new StoreError('unavailable', 'this process is dead');
        if (isLast && when === 'before')
          return rig.store.transaction(async (tx) => {
            await work(tx);
            throw new StoreError('unavailable', 'killed before the commit');
          });
        return rig.store.transaction(work).then((result) => {
          if (isLast) throw new StoreError('unavailable', 'killed after the commit');
          return result;
        });
      },
    };
    return { store, isDead: () => count >= at };
  }

  const points = Array.from({ length: 24 }, (_, at) => at + 1);
  it.each(points.flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]))(
    'at transaction %i, %s its commit',
    async (at, when) => {
      const { store, isDead } = dying(at, when);
      const first = await rig.serve({ store, settings: { maxMsgSize: 3_000 } });
      const second = await rig.serve({ settings: { maxMsgSize: 3_000 } });
      const phone = phoneAt(first.url, {
        maxMsgSize: 3_000,
        encoding: at % 2 === 0 ? 'xml' : 'wbxml',
        transport: async (to, headers, body) => {
          const there = () =>
            to.replace(/^http:\/\/[^/]+/, new URL(isDead() ? second.url : first.url).origin);
          const reply = await httpTransport(there(), headers, body);
          return reply.status === 503 ? httpTransport(there(), headers, body) : reply;
        },
      });
      const texts = [vcard('Down', 12_000), vcard('Up', 12_000)];
      phone.add('card', texts[1] ?? '');
      await rig.put('card', texts[0] ?? '');
      expect((await phone.sync()).outcome).toBe('finished');
      expect(isDead()).toBe(true);
      expect(await rig.texts('card')).toEqual(texts);
      expect([...phone.items('card').values()].toSorted()).toEqual(texts);
      expect((await phone.sync()).datastores['card']).toMatchObject({ syncType: 200, finished: true });
    },
  );
});

describe('an object that came in part', () => {
  const whole = Buffer.from(vcard('Large', 9_000));
  const cuts = [0, 2_000, 4_000, 6_000, whole.length];
  const pieces = cuts.slice(1).map((to, at) =>
    addOf('7', whole.subarray(cuts[at], to), {
      ...(at === 0 ? { size: whole.length } : {}),
      more: to < whole.length,
    }),
  );
  const suspend = { name: 'Alert', cmdId: '', code: 224, items: [] } as const;
  const found = () => rig.store.objects.find(rig.accountId, rig.datastores.card.id, '7');

  async function broken(after: number, how: 'suspend' | 'vanish') {
    const { url } = await rig.serve();
    const phone = scriptedPhone(rig, url);
    await phone.begin(201);
    for (const piece of pieces.slice(0, after)) await phone.send([syncOf([piece])]);
    if (how === 'suspend') await phone.send([suspend], true);
    expect((await found())?.octets).toBe(cuts[after]);
    rig.passTime(1_000);
    return phone;
  }

  it.each(
    [1, 2, 3].flatMap((after) =>
      (['suspend', 'vanish'] as const).flatMap((how) =>
        [false, true].map((again) => [after, how, again] as const),
      ),
    ),
  )('is gone on with after %i pieces and a %s; the last one comes again: %s', async (after, how, again) => {
    const phone = await broken(after, how);
    expect(codesIn(await phone.begin(225))).toEqual(['Alert 200']);
    for (const piece of pieces.slice(again ? after - 1 : after))
      await phone.send([syncOf([piece])], piece === pieces.at(-1));
    expect(await rig.texts('card')).toEqual([whole.toString()]);
    expect(await found()).toBeNull();
  });

  it('is gone on with in the session after the next', async () => {
    const phone = await broken(2, 'vanish');
    await phone.begin(225);
    rig.passTime(1_000);
    expect(codesIn(await phone.begin(225))).toEqual(['Alert 200']);
    for (const piece of pieces.slice(2)) await phone.send([syncOf([piece])], piece === pieces.at(-1));
    expect(await rig.texts('card')).toEqual([whole.toString()]);
  });

  it.each([
    ['a session that begins anew', (phone: ReturnType<typeof scriptedPhone>) => phone.begin(201)],
    [
      'its session, thirty days old',
      async () => {
        rig.passTime(31 * 86_400_000);
        for (const row of await rig.store.sessions.list(rig.accountId, 9))
          await rig.store.sessions.update(rig.accountId, row.id, row.version, {
            phase: 'aborted',
            updatedAt: 1,
          });
        expect(await forgetObjects({ store: rig.store, clock: { now: () => Date.now() } })).toBe(1);
      },
    ],
  ])('is forgotten with %s (F7)', async (_, end) => {
    const phone = await broken(2, 'vanish');
    await end(phone);
    expect(await found()).toBeNull();
  });

  it('begins anew where its pieces are gone: nothing is put behind a gap', async () => {
    const phone = await broken(2, 'suspend');
    await rig.store.objects.drop(rig.accountId, rig.datastores.card.id, null);
    expect(codesIn(await phone.begin(225))).toEqual(['Alert 508']);
    for (const piece of pieces) await phone.send([syncOf([piece])], piece === pieces.at(-1));
    expect(await rig.texts('card')).toEqual([whole.toString()]);
  });
});

describe('an object that went out in part (DS-142)', () => {
  const text = vcard('Large', 9_000);

  /** What the phone has after `answered` answers to pieces; the last reply was seen by nobody. */
  async function broken(answered: number) {
    const { url } = await rig.serve();
    const item = await rig.put('card', text);
    const phone = scriptedPhone(rig, url);
    await phone.begin(201);
    let reply = await phone.send([syncOf([])], true);
    const parts: Uint8Array[] = [];
    for (let times = 0; times < answered; times += 1) {
      parts.push(...addsIn(reply).map(octetsOf));
      reply = await phone.send([]);
    }
    const [lost] = addsIn(reply);
    rig.passTime(1_000);
    return { phone, item, parts, lost: lost === undefined ? null : octetsOf(lost) };
  }

  /** All pieces of the next session, and its Sizes. */
  async function drain(phone: ReturnType<typeof scriptedPhone>) {
    const parts: Uint8Array[] = [];
    const sizes: (number | undefined)[] = [];
    for (let reply = await phone.send([syncOf([])], true); ; reply = await phone.send([])) {
      for (const item of addsIn(reply)) {
        parts.push(octetsOf(item));
        sizes.push(item.meta?.size);
      }
      if (reply.final) return { parts, sizes };
    }
  }

  it.each([1, 2])('goes on with the piece that was not acknowledged, after %i', async (answered) => {
    const { phone, parts, lost } = await broken(answered);
    expect(codesIn(await phone.begin(225))).toEqual(['Alert 200']);
    const rest = await drain(phone);
    expect(rest.sizes.every((size) => size === undefined)).toBe(true);
    expect(Buffer.from(rest.parts[0] ?? []).equals(Buffer.from(lost ?? []))).toBe(true);
    expect(Buffer.concat([...parts, ...rest.parts]).toString()).toBe(text);
    const [mapping] = await rig.mappings('card');
    expect(mapping?.view).toBe(text);
  });

  it.each([
    [
      'changed',
      async (item: Parameters<Rig['change']>[0]) => rig.change(item, text.replace('Large', 'Later')),
    ],
    [
      'changed in length',
      async (item: Parameters<Rig['change']>[0]) => rig.change(item, vcard('Other', 9_500)),
    ],
  ])('begins anew when the item has %s', async (_, change) => {
    const { phone, item } = await broken(2);
    await change(item);
    await phone.begin(225);
    const { parts, sizes } = await drain(phone);
    const [now = ''] = await rig.texts('card');
    expect(sizes[0]).toBe(Buffer.byteLength(now));
    expect(Buffer.concat(parts).toString()).toBe(now);
  });

  it('begins anew when the phone may have it all: a last piece alone would pass for an item', async () => {
    const { phone } = await broken(3);
    await phone.begin(225);
    const { parts, sizes } = await drain(phone);
    expect(sizes[0]).toBe(Buffer.byteLength(text));
    expect(Buffer.concat(parts).toString()).toBe(text);
  });

  it('begins anew in a session that is not resumed', async () => {
    const { phone } = await broken(2);
    await phone.begin(201);
    const { parts, sizes } = await drain(phone);
    expect(sizes[0]).toBe(Buffer.byteLength(text));
    expect(Buffer.concat(parts).toString()).toBe(text);
  });
});
