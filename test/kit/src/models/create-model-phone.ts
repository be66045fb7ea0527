/** A simulated phone of a certain model, which holds the server to that model's limits. */
import { deflateSync, inflateSync } from 'node:zlib';
import { createPhone } from '../phone/create-phone.ts';
import type { Phone } from '../phone/create-phone.ts';
import { httpTransport } from '../phone/http-transport.ts';
import { PhoneError } from '../phone/phone-types.ts';
import type { HttpReply, PhoneOptions, SyncRequest, Transport } from '../phone/phone-types.ts';
import { exchangeRules } from './exchange-rules.ts';
import { modelDevInf } from './phone-model.ts';
import type { PhoneModel } from './phone-model.ts';

/** `options` go before what the model says. */
export function createModelPhone(
  model: PhoneModel,
  options: Pick<PhoneOptions, 'url' | 'username' | 'password'> & Partial<PhoneOptions>,
): Phone {
  const { version, encoding, maxMsgSize, maxGuidSize, manufacturer, userAgent, deviceUri, datastores } =
    model;
  const phone = createPhone({
    version,
    encoding,
    maxMsgSize,
    maxGuidSize,
    manufacturer,
    userAgent,
    deviceUri,
    datastores,
    model: model.model,
    maxObjSize: model.maxObjSize,
    largeObjects: model.maxObjSize !== null,
    sendBuffer: model.httpBuffer,
    charset: model.charset ?? 'UTF-8',
    declaredSizeExtra: model.declaredSizeExtra ?? 0,
    devInf: (plain) => modelDevInf(model, plain),
    ...model.habits,
    ...options,
    transport: modelTransport(model, options.transport ?? httpTransport),
  });
  return {
    ...phone,
    async sync(request = {}) {
      const missing = typesOf(request).find((type) => !offers(model, type));
      if (missing === undefined) return phone.sync(request);
      throw new PhoneError('usage', `${model.name} offers no sync of type ${missing}`);
    },
  };
}

/** Sends the model's headers, packs and unpacks where it can, and looks at every reply. */
export function modelTransport(model: PhoneModel, below: Transport): Transport {
  const check = exchangeRules(model);
  const inflates = model.headers?.['accept-encoding'] === 'deflate';
  let packs = false;
  return async (url, headers, body) => {
    const reply = packs
      ? await below(url, { ...headers, ...model.headers, 'content-encoding': 'deflate' }, deflateSync(body))
      : await below(url, { ...headers, ...model.headers }, body);
    const plain = inflates ? unpack(reply) : reply;
    check(body, reply, plain.body);
    // S60 packs what it sends as soon as a server says that it can read it.
    packs = inflates && (reply.headers['accept-encoding'] ?? '').includes('deflate');
    return plain;
  };
}

function unpack(reply: HttpReply): HttpReply {
  const { 'content-encoding': packed, ...headers } = reply.headers;
  if (packed !== 'deflate') return reply;
  const body = inflateSync(reply.body);
  return { ...reply, headers: { ...headers, 'content-length': String(body.byteLength) }, body };
}

function typesOf({ type = 200 }: SyncRequest): readonly number[] {
  return typeof type === 'number' ? [type] : Object.values(type);
}

/** Alert 200 is SyncCap 1, and so on to 205; the rest is no matter of SyncCap. */
function offers({ syncTypes }: PhoneModel, alert: number): boolean {
  return alert < 200 || alert > 205 || syncTypes.includes(alert - 199);
}
