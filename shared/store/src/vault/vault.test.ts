import { randomBytes } from 'node:crypto';
import { asId } from '@anchorage/model';
import type { AccountId } from '@anchorage/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKey, keyRing } from './key-ring.ts';
import { createVault } from './vault.ts';
import type { Place } from './vault.ts';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)), id: () => 'unused' };
const [ada, bob] = [asId<'account'>('ada'), asId<'account'>('bob')];

async function vaultFor(accountId: AccountId, ring = keyRing({ current: { id: 'k1', key: generateKey() } })) {
  const vault = createVault(ring, random);
  const { wrapped } = vault.newDataKey(accountId);
  return vault.of(accountId, async () => wrapped);
}

describe('vault', () => {
  it('opens what it sealed, at its own place only', async () => {
    const vault = await vaultFor(ada);
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, row) => {
        const sealed = vault.seal('items.body', row, plain);
        expect(vault.open('items.body', row, sealed)).toEqual(plain);
        expect(() => vault.open('items.base', row, sealed)).toThrow('does not open items.base');
        expect(() => vault.open('items.body', `${row}x`, sealed)).toThrow('does not open items.body');
      }),
      { numRuns: 50 },
    );
  });

  it('seals the same text differently each time', async () => {
    const vault = await vaultFor(ada);
    expect(vault.sealText('items.body', '1', 'a')).not.toEqual(vault.sealText('items.body', '1', 'a'));
  });

  it('refuses a sealed value that was cut, lengthened or changed anywhere', async () => {
    const vault = await vaultFor(ada);
    const sealed = vault.sealText('items.body', '1', 'BEGIN:VCARD');
    const broken = [new Uint8Array(), Uint8Array.of(...sealed, 0)];
    for (let at = 0; at < sealed.length; at += 1) {
      broken.push(sealed.slice(0, at));
      broken.push(sealed.map((octet, index) => (index === at ? octet ^ 1 : octet)));
    }
    for (const octets of broken) {
      expect(() => vault.open('items.body', '1', octets)).toThrowError(
        expect.objectContaining({ code: 'sealed' }),
      );
    }
  });

  it('gives every account a key of its own', async () => {
    const ring = keyRing({ current: { id: 'k1', key: generateKey() } });
    const [one, two] = [await vaultFor(ada, ring), await vaultFor(bob, ring)];
    const place: Place = 'links.password';
    expect(() => two.open(place, '1', one.sealText(place, '1', 'secret'))).toThrow('does not open');
  });

  it('does not unwrap one account’s data key for another', async () => {
    const ring = keyRing({ current: { id: 'k1', key: generateKey() } });
    const { wrapped } = createVault(ring, random).newDataKey(ada);
    await expect(createVault(ring, random).of(bob, async () => wrapped)).rejects.toMatchObject({
      code: 'sealed',
    });
  });

  it('names the ring key that is missing or wrong (F61)', async () => {
    const { wrapped } = createVault(
      keyRing({ current: { id: 'old', key: generateKey() } }),
      random,
    ).newDataKey(ada);
    const open = (id: string) =>
      createVault(keyRing({ current: { id, key: generateKey() } }), random).of(ada, async () => wrapped);
    await expect(open('new')).rejects.toThrow('key old is not in the key ring');
    await expect(open('old')).rejects.toThrow('key old does not open the data key of account ada');
  });

  it('keeps the keys used last in memory, and no more than it may', async () => {
    const ring = keyRing({ current: { id: 'k1', key: generateKey() } });
    const vault = createVault(ring, random, 2);
    const loads: string[] = [];
    const use = (name: string) =>
      vault.of(asId(name), async () => {
        loads.push(name);
        return vault.newDataKey(asId(name)).wrapped;
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await use(name);
    expect(loads).toEqual(['a', 'b', 'c', 'b']);
  });
});

describe('key ring', () => {
  const key = generateKey();
  it.each([
    ['too short', { current: { id: 'k', key: key.slice(1) } }],
    ['no random key', { current: { id: 'k', key: new Uint8Array(32) } }],
    ['a malformed id', { current: { id: 'a b', key } }],
    ['an id twice', { current: { id: 'k', key }, others: [{ id: 'k', key: generateKey() }] }],
  ])('refuses %s', (_name, ring) => {
    expect(() => keyRing(ring)).toThrowError(expect.objectContaining({ code: 'sealed' }));
  });
});
