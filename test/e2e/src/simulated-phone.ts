/** The simulated phone with the formats that an independent reader understands, and a patience for gateways that die. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  contactText,
  createPhone,
  eventText,
  httpTransport,
  type Phone,
  type PhoneLogin,
  type PhoneOptions,
  type Transport,
} from '@anchorage/kit';

export function simulatedPhone(login: PhoneLogin, options: Partial<PhoneOptions> = {}): Phone {
  return createPhone({
    url: login.url,
    username: login.username,
    password: login.password,
    deviceUri: 'IMEI:000000000000042',
    version: '1.2',
    encoding: 'wbxml',
    maxMsgSize: 10_000,
    datastores: { card: { type: 'text/vcard' }, cal: { type: 'text/calendar' } },
    transport: patientTransport(),
    ...options,
  });
}

export function fillPhone(phone: Phone, count: number, from = 1): void {
  for (let seed = from; seed < from + count; seed += 1) {
    phone.add('card', contactText(seed, 'text/vcard'));
    phone.add('cal', eventText(seed, 'text/calendar'));
  }
}

/** What happens around message `ordinal` of a phone's life, counted over all its sessions, resends not counted. */
export interface Interference {
  /** While the gateway works on it. */
  readonly during?: (ordinal: number) => Promise<void>;
  /** After the reply came, before the phone sees it. True: the reply is lost, the phone resends. */
  readonly afterReply?: (ordinal: number) => Promise<boolean>;
}

const resendDelay = 200;
const patience = 60_000;

/** Sends the same bytes again for as long as nobody answers or the gateway says it cannot work now (503), as phones do. */
export function patientTransport({ during, afterReply }: Interference = {}): Transport {
  let ordinal = 0;
  return async (url, headers, body) => {
    ordinal += 1;
    const deadline = Date.now() + patience;
    let interfere = true;
    for (;;) {
      const disturbance = interfere ? during?.(ordinal) : undefined;
      const reply = await httpTransport(url, headers, body).catch((error: unknown) => {
        if (Date.now() > deadline) throw error;
        return null;
      });
      await disturbance;
      const lost = interfere && reply !== null && (await afterReply?.(ordinal)) === true;
      interfere = false;
      if (reply !== null && !lost && (reply.status !== 503 || Date.now() > deadline)) return reply;
      await sleep(resendDelay);
    }
  };
}
