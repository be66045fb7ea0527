import { describe, expect, it } from 'vitest';
import { collectionKey, pathKey, pathOf, resolveHref } from './href.ts';

const base = 'https://dav.example.org:8443/c/one/';

describe('resolveHref', () => {
  it.each([
    ['/c/one/a%c3%bc@b.ics', 'https://dav.example.org:8443/c/one/a%c3%bc@b.ics'],
    [' /c/one/a.ics\n', 'https://dav.example.org:8443/c/one/a.ics'],
    ['a%40b.ics', 'https://dav.example.org:8443/c/one/a%40b.ics'],
    ['https://dav.example.org:8443/c/one/%61.ics', 'https://dav.example.org:8443/c/one/%61.ics'],
    // What a server behind a proxy believes its own address to be.
    ['http://dav.example.org/c/one/%61.ics', 'https://dav.example.org:8443/c/one/%61.ics'],
    ['//dav.example.org:8443/c/one/a.ics', 'https://dav.example.org:8443/c/one/a.ics'],
  ])('keeps %j byte for byte', (written, expected) => {
    expect(resolveHref(written, base, 'PROPFIND')).toBe(expected);
  });

  it.each([
    '',
    'https://other.example.net/c/a.ics',
    '//other.example.net/a',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('refuses %j', (written) => {
    expect(() => resolveHref(written, base, 'PROPFIND')).toThrowError(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});

describe('pathKey', () => {
  it.each([
    ['https://h/a%c3%bc', 'https://h/a%C3%BC', true],
    ['https://h/a%40b', 'https://h/a@b', true],
    ['https://h/a b', 'https://h/a%20b', true],
    ['https://h/a%2Fb', 'https://h/a/b', false],
    ['https://h/A', 'https://h/a', false],
    ['https://h/%E4', 'https://h/%e4', false],
    ['https://h/a?x=1', 'https://h/a', false],
  ])('%s and %s: same is %s', (one, other, same) => {
    expect(pathKey(one) === pathKey(other)).toBe(same);
  });

  it('ignores the slash behind a collection, and only that', () => {
    expect(collectionKey('https://h/c/')).toBe(collectionKey('https://h/c'));
    expect(pathKey('https://h/c/')).not.toBe(pathKey('https://h/c'));
  });

  it('gives the path as written', () => {
    expect(pathOf('https://h:1/c/%c3%bc@b.ics?x')).toBe('/c/%c3%bc@b.ics?x');
  });
});
