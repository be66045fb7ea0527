/** The XML reader and what reads SyncML out of it: only its own error, and what it read it can say. */
import { isDeepStrictEqual } from 'node:util';
import { CodecError, decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Decoded } from '@anchorage/syncml-codec';
import { files } from '../corpus.ts';
import { mutateXml } from '../mutate/xml.ts';
import type { Target } from '../target.ts';

export function xmlTarget(): Target {
  return {
    name: 'xml',
    code: /\/shared\/syncml-codec\/src\//,
    corpus: [...files('test/transcripts/*/*/*-request.xml'), ...files('shared/wbxml/vectors/v*.xml')],
    mutate: mutateXml,
    run(input) {
      const read = decodeForeseen(input, 'application/vnd.syncml+xml');
      if (read === null) return 'refused';
      checkStable(read);
      return 'taken';
    },
  };
}

/** Null for what is refused with the codec's own error. */
export function decodeForeseen(input: Uint8Array, contentType?: string): Decoded | null {
  try {
    return decodeMessage(input, {
      trailingOctets: true,
      ...(contentType === undefined ? {} : { contentType }),
    });
  } catch (error) {
    if (error instanceof CodecError && error.code !== 'unencodable') return null;
    throw error;
  }
}

/**
 * Written in the dialect it came in and read again, it says what that dialect can say of it (a 1.0 message loses what came
 * with 1.2); from then on nothing changes. What XML cannot hold at all is allowed to be refused.
 */
function checkStable(read: Decoded): void {
  const { dialect } = read;
  let written: Uint8Array;
  try {
    written = encodeMessage(read.message, dialect);
  } catch (error) {
    if (error instanceof CodecError && error.code === 'unencodable') return;
    throw error;
  }
  const { message } = decodeMessage(written);
  const again = decodeMessage(encodeMessage(message, dialect)).message;
  if (!isDeepStrictEqual(again, message))
    throw new Error('a message that was read is not the same when written and read again');
}
