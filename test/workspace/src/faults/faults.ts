/** What can go wrong, and what is to come of it. One line each: number, fault, outcome. */
export interface Fault {
  readonly id: string;
  readonly fault: string;
  readonly outcome: string;
}

/** What names a fault within the name of a test: `(F5)`, `(F24, F25)`, `F1: …`. */
export const faultIds = /(?<=^|\(|, )F[1-9]\d?(?=[,):])/g;

/** The list; throws for a line that is not of three parts or out of order. */
export function readFaults(): readonly Fault[] {
  return list
    .trim()
    .split('\n')
    .map((line, at) => {
      const [number, fault, outcome, ...more] = line.split('|').map((part) => part.trim());
      const complete = fault !== undefined && outcome !== undefined;
      if (!complete || more.length > 0 || Number(number) !== at + 1) throw new Error(`bad line: ${line}`);
      return { id: `F${at + 1}`, fault, outcome };
    });
}

const list = `
1|the connection breaks within the first message|nothing is stored; the next try is fine
2|the reply to the first message is lost, the phone sends it again|it gets the same octets; no nonce is used up twice
3|the reply to the phone's changes is lost, the phone sends them again|they are taken in once
4|the same, and the phone begins anew with its old anchor|what it offers again is known again; nothing is there twice
5|the phone vanishes after our Adds and before its Map|they are not confirmed, and not given a second time
6|the last reply is lost after the Map|the Map counts; coming again it changes nothing
7|the phone breaks off within a large object|what came is kept for a resume, or dropped; the size is checked
8|an endless object, one above the limit, a wrong Size, a package without end|refused with a Status, within bounded memory
9|MaxMsgSize of 0, 1, none, or huge; MaxObjSize of 0|kept within what is possible; no message without progress
10|messages out of order, an unknown session, references to nothing|a Status that says so; the session goes on or ends
11|one message twice at the same moment|one is taken in, both get its reply
12|two sessions of one phone at once|the newer one goes on; no anchor is wrong
13|two phones edit one item at the same time|both edits are merged; nothing is written over blindly
14|somebody knows a SessionID or RespURI|the token cannot be guessed, and belongs to one session of one phone
15|an old digest, a nonce twice, a weaker scheme|refused with a fresh challenge
16|passwords tried at random, from one address or many|slowed down, without a sign who exists
17|headers or bodies at an octet a second|cut off; other phones do not notice
18|WBXML that is rubbish, or built to hurt|refused soon, within bounded memory
19|XML, a photo or a rule built to hurt|refused or bounded
20|a phone's clock in 1970 or 2038, a wrong zone, equal times|anchors are words, not times; no conflict is decided by a clock alone
21|a reset phone or another SIM shows nothing, or deletes everything|it is refilled, or waits for a word; the cloud is not emptied
22|the phone is full|no more Adds in this session; they wait for the next
23|the phone refuses one item again and again|it is put aside with the reason; the others go on
24|front dies between its commit and its reply|any front sends the same
25|front dies in the middle of a session|any other goes on with it
26|connector dies after a PUT and before its commit|the resource is found to be ours; one item
27|the same, and the server gave it another name|it is found by its UID; one item
28|connector dies after its commit and before the job is settled|the job runs again and finds all done
29|a worker hangs and another does its work|the late one's commit is refused
30|restarts under load, two releases side by side|no session fails; payloads of both are understood
31|a process is killed for its memory|limits prevent it; else as any other death
32|a job that always fails|the others go on; it is tried again with growing pauses
33|Redis is away at the start, meanwhile, for a minute|what was accepted is in the database; all goes on without a restart
34|Redis is emptied|rows without a job get one again within seconds
35|Redis loses its last second, or goes back in time|jobs that run twice change nothing
36|Redis fails over, the old one comes back|workers find the new one; doubled jobs change nothing
37|Redis is full|phones are told to come again; nothing accepted is lost
38|Redis is slow|deadlines hold; slower, not dead
39|the database is away, or fails a transaction|no success was told before the commit; the phone comes again
40|a disk is full|writes fail, nothing is half written
41|the database comes back older than what phones remember|a slow sync, without resurrections and under the guards
42|a migration breaks off, or runs twice at once|one runs, the other waits; it goes on where it was
43|the cloud refuses the login|its owner is asked; nothing is deleted, nothing tried again
44|an access token ends or cannot be renewed|renewed once for all; only a clear no asks the owner
45|a collection has gone or is no longer shared|it pauses; nothing is deleted on phones
46|a conditional write fails|read again, merged, tried again a few times
47|the server refuses an item|put aside with the reason; the others go on
48|the server is locked, busy or asks for a pause|the pause is kept; the phone's session ends well
49|5xx, a timeout, a torn or partial answer, no or ever changing ETags|a torn listing is none; nothing is deleted for it
50|a truncated sync report, no room for a PUT|read on from the new token; put aside or tried again
51|a sync-token is no longer valid, a CTag lies, the server came back from a backup|a full listing is compared, under the guards
52|an empty listing of a collection that had much|believed only when it stays so, and then under the guards
53|malformed XML, huge or compressed answers, members elsewhere|bounded, refused; hrefs of other hosts are not followed
54|redirects in circles, to plain HTTP, to inner addresses|few hops, each checked; no credentials to another origin
55|a link's address is an inner one|refused when connecting, for all addresses of the name
56|a name that resolves to an inner address the second time|refused when connecting
57|an answer at an octet a second, or without end|idle and whole deadlines
58|the server rewrites what it gets|compared by meaning; no circle between phone and server
59|moved occurrences on a phone without words for them|shown as items of their own; the series keeps them
60|charsets, quoted-printable, emoji|there and back without loss of what the phone can show
61|the key is missing or wrong|no start; or only the accounts of the missing key fail
62|clocks of several machines differ|order comes from the database, not from clocks
63|old failed jobs are sent on their way again, slow syncs are forced on many|nothing is there twice
64|somebody takes back the wrong thing|it can be taken back itself
65|one tenant floods|the others do not notice
`;
