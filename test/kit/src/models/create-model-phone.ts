/** A simulated phone of a certain model, which holds the server to that model's limits. */
import { inflateSync } from 'node:zlib';
import { createPhone } from '../phone/create-phone.ts';
import type { Phone } from '../phone/create-phone.ts';
import { httpTransport } from '../phone/http-transport.ts';
import type { HttpReply, PhoneOptions, Transport } from '../phone/phone-types.ts';
import { checkModelRules } from './model-rules.ts';
import { modelDevInf } from './phone-model.ts';
import type { PhoneModel } from './phone-model.ts';

/** `options` go before what the model says. */
export function createModelPhone(
  model: PhoneModel,
  options: Pick<PhoneOptions, 'url' | 'username' | 'password'> & Partial<PhoneOptions>,
): Phone {
  const { version, encoding, maxMsgSize, maxGuidSize, manufacturer, userAgent, deviceUri, datastores } =
    model;
  return createPhone({
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
    charset: model.charset ?? 'UTF-8',
    declaredSizeExtra: model.declaredSizeExtra ?? 0,
    replaceLostByAdd: model.replaceLostByAdd ?? false,
    devInf: (plain) => modelDevInf(model, plain),
    ...options,
    transport: modelTransport(model, options.transport ?? httpTransport),
  });
}

/** Sends the model's headers, unpacks what it asked to be packed, and looks at every reply. */
export function modelTransport(model: PhoneModel, below: Transport): Transport {
  return async (url, headers, body) => {
    const reply = await below(url, { ...headers, ...model.headers }, body);
    const plain = unpack(model, reply);
    checkModelRules(model, reply, plain.body);
    return plain;
  };
}

function unpack(model: PhoneModel, reply: HttpReply): HttpReply {
  const { 'content-encoding': packed, ...headers } = reply.headers;
  if (packed !== 'deflate' || model.headers?.['accept-encoding'] !== 'deflate') return reply;
  const body = inflateSync(reply.body);
  return { ...reply, headers: { ...headers, 'content-length': String(body.byteLength) }, body };
}
