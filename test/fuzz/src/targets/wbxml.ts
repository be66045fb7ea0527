/** The WBXML decoder: only its own error, and what it took it writes and reads again as the same. */
import { isDeepStrictEqual } from 'node:util';
import { WbxmlError, decodeWbxml, encodeWbxml } from '@anchorage/wbxml';
import type { WbxmlNode } from '@anchorage/wbxml';
import { files } from '../corpus.ts';
import { mutateWbxml } from '../mutate/wbxml.ts';
import type { Target } from '../target.ts';

export function wbxmlTarget(): Target {
  return {
    name: 'wbxml',
    code: /\/shared\/wbxml\/src\//,
    corpus: [...files('shared/wbxml/vectors/*.wbxml'), ...files('test/transcripts/*/*/*-request.wbxml')],
    mutate: mutateWbxml,
    run(input) {
      const lenient = { missingEnd: true, trailingOctets: true, embedded: 'keep' } as const;
      const taken = [{}, lenient].map((options) => {
        const document = refusing(() => decodeWbxml(input, options));
        if (document === null) return false;
        const written = refusing(() => encodeWbxml(document));
        // Read leniently, a 1.0 document may hold an element of 1.2, which is not written.
        if (written === null) return true;
        const again = refusing(() => decodeWbxml(written, options));
        if (again === null || !isDeepStrictEqual(content(again.root), content(document.root)))
          throw new Error('a document that was read is not the same when written and read again');
        return true;
      });
      return taken.includes(true) ? 'taken' : 'refused';
    },
  };
}

/** Without the charsets of documents inside: whatever they were written in, we write UTF-8. */
function content(node: WbxmlNode): unknown {
  if (node.kind === 'embedded') return content(node.document.root);
  return node.kind === 'element' ? { ...node, children: node.children.map(content) } : node;
}

function refusing<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof WbxmlError) return null;
    throw error;
  }
}
