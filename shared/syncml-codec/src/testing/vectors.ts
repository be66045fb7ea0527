/** Tests only: the vectors of `@anchorage/wbxml` and XML written by hand. */
import { readFileSync } from 'node:fs';

export interface Vector {
  readonly name: string;
  readonly kind: 'roundtrip' | 'decode-only' | 'malformed';
  readonly wbxml: Uint8Array;
  readonly xml: Uint8Array;
}

/** All vectors; `xml` is empty for malformed ones. */
export const vectors: readonly Vector[] = (
  JSON.parse(read('manifest.json').toString()) as {
    vectors: { name: string; kind: Vector['kind']; wbxml: string; xml?: string }[];
  }
).vectors.map(({ name, kind, wbxml, xml }) => ({
  name,
  kind,
  wbxml: new Uint8Array(read(wbxml)),
  xml: xml === undefined ? new Uint8Array() : new Uint8Array(read(xml)),
}));

/** Vectors that are legal SyncML messages: no stand-alone DevInf, no provisioning. */
export const messages = vectors.filter(
  ({ kind, name }) => kind !== 'malformed' && !/standalone|prov-|syncsettings/.test(name),
);

export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A message in XML with this body, for cases about one element. */
export function xmlMessage(body: string, version = '1.2'): Uint8Array {
  return octetsOf(
    `<SyncML xmlns="SYNCML:SYNCML${version}"><SyncHdr><VerDTD>${version}</VerDTD><VerProto>SyncML/${version}</VerProto>` +
      '<SessionID>7</SessionID><MsgID>1</MsgID><Target><LocURI>http://sync.example.org/</LocURI></Target>' +
      `<Source><LocURI>IMEI:000000000000017</LocURI></Source></SyncHdr><SyncBody>${body}</SyncBody></SyncML>`,
  );
}

function read(name: string): Buffer {
  return readFileSync(new URL(`../../../wbxml/vectors/${name}`, import.meta.url));
}
