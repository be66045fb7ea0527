/** Tests only: messages in the form in which encodings and other people's tools are to agree. */
import { regardlessOfDevinfType } from './arbitrary.ts';

/** Line ends of data as LF, one media type for device information. */
export function comparable(value: unknown): unknown {
  return regardlessOfDevinfType(withLf(value));
}

function withLf(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    const text = Buffer.from(value).toString('latin1').replaceAll('\r\n', '\n');
    return { octets: text };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withLf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withLf(inner)]));
}

/**
 * What a message says once it has been written: in v04 a parameter has values and a data type, of which the DTD of
 * DevInf 1.1 allows one.
 */
export function written(value: unknown): unknown {
  return withoutDoubleDescription(comparable(value));
}

function withoutDoubleDescription(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutDoubleDescription);
  if ('verDtd' in value && value.verDtd === '1.2') return value;
  const entries = Object.entries(value).filter(
    ([key]) =>
      key !== 'dataType' || !('values' in value && Array.isArray(value.values) && value.values.length > 0),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutDoubleDescription(inner)]));
}
