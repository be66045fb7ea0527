import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaultDav, type FaultDav } from '@anchorage/kit';
import { openTestTransport, someone } from '../testing/open-test-client.ts';
import { isPublicAddress } from './address-guard.ts';

describe('isPublicAddress', () => {
  it.each(['93.184.215.14', '1.1.1.1', '2606:4700::1111', '172.32.0.1', '100.63.0.1'])(
    'lets %s pass',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:169.254.169.254',
    '::ffff:7f00:1',
    'fd00:ec2::254',
    'fe80::1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    'not-an-address',
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a guarded transport (F55, F56)', () => {
  let dav: FaultDav;
  beforeAll(async () => {
    dav = await startFaultDav();
  });
  afterAll(() => dav.close());

  const port = (): string => new URL(dav.url).port;
  it.each([
    ['a loopback literal', () => `http://127.0.0.1:${port()}/`],
    ['a number', () => `http://2130706433:${port()}/`],
    ['a hexadecimal number', () => `http://0x7f000001:${port()}/`],
    ['a mapped IPv6 literal', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['a name that resolves to it', () => `http://inside.example.org:${port()}/`],
    ['a name with one public and one private address', () => `http://mixed.example.org:${port()}/`],
    ['the port of a database', () => 'http://public.example.org:6379/'],
  ])('refuses %s', async (_what, url) => {
    const transport = openTestTransport({
      allowPrivateAddresses: false,
      resolve: (hostname, answer) => {
        const inside = { address: '127.0.0.1', family: 4 };
        const outside = { address: '93.184.215.14', family: 4 };
        answer(
          null,
          hostname.startsWith('mixed')
            ? [outside, inside]
            : [hostname.startsWith('inside') ? inside : outside],
        );
      },
    });
    const asked = transport.request({ method: 'GET', url: url(), credentials: someone, size: 'object' });
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    expect(dav.requests).toHaveLength(0);
    await transport.close();
  });
});
