/** One POST over node:http, with the headers as they came: no decompression, no redirects, no surprises. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PhoneError } from './phone-types.ts';
import type { Transport } from './phone-types.ts';

export const httpTransport: Transport = (url, headers, body) =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': String(body.byteLength) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (cause) => reject(new PhoneError('transport', 'reply broke off', { cause })));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', (cause) => reject(new PhoneError('transport', 'no reply', { cause })));
    request.end(body);
  });
