import { describe, expect, it } from 'vitest';
import { codeSpaceByFpi, codeSpaceByNumber, codeSpaceByRootTag, codeSpaces, tagName } from './code-spaces.ts';
import { devinf11Space } from './code-pages/devinf.ts';
import { syncml11Space } from './code-pages/syncml.ts';
import { readVectorFile } from './testing/vectors.ts';

interface PublishedStart {
  readonly name: string;
  readonly valuePrefix: string | null;
}
interface Published {
  readonly publicId: string;
  readonly fpi: string | null;
  readonly rootElement: string;
  readonly namespaces?: Record<string, string>;
  readonly tags: Record<string, Record<string, string>>;
  readonly attributeStart?: Record<string, Record<string, PublishedStart>>;
  readonly attributeValue?: Record<string, Record<string, string>>;
}

const published = (
  JSON.parse(new TextDecoder().decode(readVectorFile('code-pages.json'))) as {
    documents: Record<string, Published>;
  }
).documents;

describe('code pages', () => {
  it.each(Object.entries(published))('%s equals the published tables', (name, document) => {
    const space = codeSpaces.find((candidate) => candidate.name === name.replaceAll('-', ' '));
    expect(space).toBeDefined();
    expect(space?.publicId).toBe(Number(document.publicId));
    expect(space?.fpi).toBe(document.fpi);
    expect(space?.root).toBe(document.rootElement);
    expect(space?.namespaces).toEqual(document.namespaces ?? {});
    expect(space?.tags).toEqual(numbered(document.tags, (tag) => tag));
    expect(space?.attributeValues).toEqual(
      document.attributeValue && numbered(document.attributeValue, (text) => text),
    );
    expect(space?.attributeStarts).toEqual(
      document.attributeStart &&
        numbered(document.attributeStart, (start) => ({
          name: start.name,
          ...(start.valuePrefix === null ? {} : { prefix: start.valuePrefix }),
        })),
    );
  });

  it('are complete', () => {
    expect(codeSpaces).toHaveLength(Object.keys(published).length);
  });
});

describe('identifiers', () => {
  it.each([
    ['-//SYNCML//DTD SyncML 1.1//EN', 'SyncML 1.1'],
    ['-//SYNCML//DTD SYNCML 1.1//EN', 'SyncML 1.1'],
    ['-//syncml//dtd syncml 1.1.2//en', 'SyncML 1.1'],
    ['-//SYNCML//DTD SyncML 1.0.1//EN', 'SyncML 1.0'],
    ['-//SYNCML//DTD DevInf 1.2//EN', 'DevInf 1.2'],
    ['-//SYNCML//DTD SyncML 2.0//EN', undefined],
    ['', undefined],
  ])('%j is %s', (fpi, name) => {
    expect(codeSpaceByFpi(fpi)?.name).toBe(name);
  });

  it('knows numbers, but not the number for "unknown"', () => {
    expect(codeSpaceByNumber(0x1201)?.name).toBe('SyncML 1.2');
    expect(codeSpaceByNumber(0x01)).toBeUndefined();
  });

  it('tells documents without identifier by their first tag', () => {
    expect(codeSpaceByRootTag(0, 0x2d)?.name).toBe('SyncML 1.2');
    expect(codeSpaceByRootTag(0, 0x0a)?.name).toBe('DevInf 1.2');
    expect(codeSpaceByRootTag(0, 0x15)?.name).toBe('SyncSettings 1.0');
    expect(codeSpaceByRootTag(0, 0x05)?.name).toBe('PROV 1.0');
    expect(codeSpaceByRootTag(0, 0x06)).toBeUndefined();
  });

  it('takes tags of a later edition under an earlier identifier, but its own first', () => {
    expect(tagName(syncml11Space, 0, 0x39)).toBe('SourceParent');
    expect(tagName(devinf11Space, 0, 0x2b)).toBe('Property');
    expect(tagName(devinf11Space, 0, 0x1c)).toBe('Size');
    expect(tagName(syncml11Space, 0, 0x30)).toBeUndefined();
  });
});

function numbered<From, To>(
  pages: Record<string, Record<string, From>>,
  convert: (value: From) => To,
): Record<number, Record<number, To>> {
  return Object.fromEntries(
    Object.entries(pages).map(([page, table]) => [
      Number(page),
      Object.fromEntries(Object.entries(table).map(([id, value]) => [Number(id), convert(value)])),
    ]),
  );
}
