/** Messages as transcripts keep them: XML to read, WBXML octets beside it, and nothing in them that changes by itself. */
import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Message, SyncmlVersion } from '@anchorage/syncml-codec';

/** Where the gateway stands in every transcript. */
export const placeholder = 'http://gateway.example.org/sync';

/** A request with the gateway's address of that day taken out, in its own encoding and as XML. */
export function keptRequest(octets: Uint8Array): { readonly octets: Uint8Array; readonly xml: string } {
  const { message, dialect } = decodeMessage(octets);
  const kept = withoutAddress(message);
  return { octets: encodeMessage(kept, dialect), xml: asXml(kept, dialect.version) };
}

/** A recorded request addressed to a gateway that is there. */
export function addressed(octets: Uint8Array, url: string): Uint8Array {
  const { message, dialect } = decodeMessage(octets);
  return encodeMessage({ ...message, header: { ...message.header, target: { uri: url } } }, dialect);
}

/** A reply to read and compare: address, session token, nonce and the server's own anchors are replaced by words. */
export function keptReply(octets: Uint8Array): string {
  const { message, dialect } = decodeMessage(octets);
  return asXml(withoutAddress(message), dialect.version)
    .replaceAll(/<NextNonce([^>]*)>[^<]*</g, '<NextNonce$1>NONCE<')
    .replaceAll(/<Alert>[\s\S]*?<\/Alert>/g, (alert) =>
      alert.replaceAll(/<(Last|Next)([^>]*)>[^<]*</g, '<$1$2>ANCHOR<'),
    );
}

export function asXml(message: Message, version: SyncmlVersion): string {
  const dialect = { encoding: 'xml', wbxmlVersion: 2, publicId: 'numeric', cdata: false, version } as const;
  return new TextDecoder().decode(encodeMessage(message, dialect)).replaceAll('><', '>\n<');
}

/** A message with one media type for device information, which is named after the encoding. */
export function comparable(message: Message): unknown {
  return replaceTexts(message, (text) => text.replace(/^(application\/vnd\.syncml-devinf)\+\w+$/, '$1'));
}

function withoutAddress(message: Message): Message {
  const address = /https?:\/\/127\.0\.0\.1:\d+\/s(?:ync)?[^\s<]*/g;
  return replaceTexts(message, (text) => text.replaceAll(address, placeholder)) as Message;
}

/** Every text of a message, octets of items left alone. */
function replaceTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map((one) => replaceTexts(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaceTexts(one, replace)]));
}
