/**
 * What a data synchronisation server must do, as a list: number, level, requirement, where it is written. One line each.
 *
 * Levels: MUST, SHOULD and MAY as in the source; `MAY*` is optional there and wanted here; POLICY is a rule of this
 * project. Sources: REP Representation Protocol 1.2.2, META Meta-Information 1.2.2, SP11 Sync Protocol 1.1,
 * HTTP HTTP Binding 1.2.1, DEV12 Device Information 1.2, SAN Server Alerted Notification 1.2, OTA7 Nokia's OTA
 * provisioning, SCTS the conformance test suite; PRACTICE is what servers and phones in use do.
 */
export interface Requirement {
  readonly id: string;
  readonly level: string;
  readonly text: string;
  readonly source: string;
}

/** The list; throws for a line that is not of four parts or out of order. */
export function readRequirements(): readonly Requirement[] {
  return list
    .trim()
    .split('\n')
    .map((line, at) => {
      const [number, level, text, source, ...more] = line.split('|').map((part) => part.trim());
      const complete = level !== undefined && text !== undefined && source !== undefined;
      if (!complete || more.length > 0 || Number(number) !== at + 1) throw new Error(`bad line: ${line}`);
      return { id: `DS-${String(at + 1).padStart(3, '0')}`, level, text, source };
    });
}

const list = `
1|MUST|two-way sync|SP11 11.3.1
2|MUST|slow sync|SP11 11.3.1
3|MAY*|one-way sync from the client|SP11 11.3.1
4|MAY*|refresh from the client|SP11 11.3.1
5|MAY*|one-way sync from the server|SP11 11.3.1
6|MAY*|refresh from the server|SP11 11.3.1
7|MAY*|sync that the server asks for, Alerts 206 to 210|SP11 11.3.1, SAN
8|SHOULD|a busy server says so|SP11 11.3.1, 2.12
9|MUST|basic and md5 login|REP SCR, SP11 2.5, 3
10|MUST|the elements every message needs are there|REP SCR
11|MUST|all of MetInf a server must know is understood|META SCR-S
12|MAY|what MetInf has beyond that does no harm|META SCR-S
13|MUST|XML and WBXML, whichever the client speaks|HTTP 5.3.3
14|MUST|device information read and written completely|DEV12 A.2
15|POLICY|protocol versions 1.0, 1.1 and 1.2|project
16|MUST|elements in the order of the DTD|REP 5.1
17|MUST|a namespace where it begins|REP 5.4
18|MUST|CmdIDs there, unique and not 0|REP 6.1.4
19|MUST|our MsgIDs count from 1|REP 6.1.15
20|MUST|SessionID as the client wrote it|REP 6.1.22
21|MUST|Final ends a package and its message|REP 6.1.10, SP11 2.9
22|MUST|no Final before that of the client's package|SP11 2.9
23|MUST|XML with or without declaration and DOCTYPE|REP 5.4
24|MUST|Data last in its Item, but for MoreData|REP 6.3.2
25|MUST|nothing of 1.2 in an earlier session|REP DTD history
26|SHOULD|Meta of a command holds for its Items, element by element|REP 6.3.3
27|POLICY|strange elements, another order, no xmlns: read all the same|project
28|POLICY|limits on depth, size and count|project
29|MUST|every reply begins with the Status of the header|REP 6.4.1
30|MUST|also when older Statuses still wait|REP 6.4.1
31|MUST|Statuses in the order of the commands|REP 6.4.1
32|MUST|a Status for every command that wants one|REP 6.4.1
33|MUST|none for a command with NoResp|REP 6.1.17
34|MUST|only that of the header after NoResp in the header|REP 6.1.17
35|MUST|TargetRef and SourceRef as in the Item|REP 6.4.1
36|MUST|different results of one command: a Status per Item|REP 6.4.1, SCTS 0904, 0905
37|MUST|one Status for several Items has no refs|REP 6.4.1
38|MUST|a reply even if only the header is to be answered|REP 6.4.1
39|MUST|a container's Status does not depend on its children|REP 6.4.1
40|MUST|401 and 407 bring a Chal|SP11 3.1, REP 6.4.1
41|MUST|Status of an Alert repeats the client's Next|SP11 2.2.1, 4.2
42|MUST|505 names the DTDs we know|REP 10
43|MUST|513 names the protocols we know|REP 10
44|MUST|the client's Statuses taken in every grouping|REP 6.4.1
45|SHOULD|406 names what is not supported|REP 10
46|MUST|508 only with a slow sync or a refresh|REP 10
47|POLICY|never 509, nothing of 1.2 among codes before 1.2|REP 10
48|MUST|no credentials: 407, and the session goes on|SP11 3.1
49|MUST|wrong credentials: 401|SP11 3.1
50|MUST|right credentials: 212|SP11 3.2
51|MUST|none needed after 212|REP 6.1.2
52|MUST|after a failed login Statuses only, nothing carried out|SP11 3.5
53|MUST|another try in the same session|SP11 3.1
54|MUST|the digest of 1.0 and the one since 1.1|REP 5.3
55|MUST|Chal has Type, Format and NextNonce|REP 6.1.2
56|MUST|a nonce for one session; the next one kept|REP 5.3
57|MUST|basic when no Type is given|REP 6.1.6
58|MUST|the user of a digest is in Source's LocName|REP 5.3
59|MUST|a digest as 16 raw octets in WBXML|REP 5.3
60|SHOULD|unknown scheme 406, unknown format 415|PRACTICE
61|MAY|our credentials for a client that asks|SP11 3
62|POLICY|many failed logins are slowed down|project
63|MUST|our device information on Get|SP11 2.7, 4.2
64|MUST|the client's device information by Put|SP11 2.7, 4.2
65|MUST|ask for the client's device information|SP11 4.2
66|MUST|an Alert for each datastore alerted|SP11 4.2
67|MUST|our anchors; Last of the last finished session|SP11 2.2.1, 4.2
68|MUST|the client's Next remembered once finished|SP11 2.2.1
69|MUST|no anchor moves before the end, nor after a failure|SP11 2.2.1
70|MUST|first sync of a device is slow|SP11 5.5
71|MUST|anchors differ: 508 and Alert 201|SP11 2.2.1, 5.5
72|MUST|508 to our Alert: slow, without another Alert|SP11 5.5
73|MUST|Alert 201 in package 3|SP11 5.5
74|MUST|sync without an initialisation of its own|SP11 2.11
75|MUST|unknown datastore 404, the others go on|PRACTICE
76|MUST|unknown Alert 406|PRACTICE
77|MUST|no MaxGUIDSize of ours|DEV12 5.3.18
78|MUST|MaxObjSize for a client that takes large objects|DEV12 5.3.35, SP11 2.10
79|SHOULD|NumberOfChanges for a client that knows it|DEV12 5.3.36
80|MUST|none for others|DEV12 5.3.36
81|MUST|local times without the UTC flag|DEV12 5.3.42
82|SHOULD|UTC with it|DEV12 5.3.42
83|MUST|MaxOccur kept|DEV12 5.3.21
84|MUST|MaxSize: cut, or left out with NoTruncate|DEV12 5.3.22, 5.3.24
85|MUST|whole items unless FieldLevel is announced|DEV12 5.3.11
86|SHOULD|capabilities the client has no use for left out|SP11 2.7
87|MUST|Status of Sync before those of its commands|SP11 5.2, REP 6.4.1
88|MUST|Add: 201|SP11 5.1
89|MUST|Replace: 200|SP11 5.1
90|MUST|Replace of an unknown item is an Add|SP11 5.1
91|MUST|Delete carried out|SP11 5.1
92|MUST|Delete of an unknown item: 211|REP 10, SCTS 0701
93|MUST|several Items in a command|REP 6.5
94|MUST|our Add: a temporary GUID as Source, no Target|SP11 5.2
95|MUST|our Replace and Delete: the LUID as Target, no Source|SP11 5.2
96|MUST|Type with our Adds and Replaces|SP11 5.2
97|MUST|temporary GUIDs within MaxGUIDSize|SP11 2.3
98|MUST|Map answered; package 6 also without one|SP11 5.3, 5.4
99|MUST|Maps of an earlier session come first|SP11 2.3.1
100|MUST|a Map twice is a Map|SP11 5.6.3
101|MUST|what got no Status is sent again|SP11 5.6.2
102|MUST|what changed after package 4 comes next time|SP11 5.2
103|MUST|our Sync wants an answer|SP11 2.3.1
104|MUST|slow sync makes no duplicates|SP11 5.5
105|MUST|refresh from the server sends all; its Maps replace the old|SP11 7.5
106|MUST|refresh from the client deletes after its whole package only|SP11 6.3
107|MUST|an empty Sync|SP11 7.1
108|MUST|nothing of ours in a one-way sync from the client|SP11 6
109|SHOULD|conflicts told by 207, 208, 209, 419, 409|SP11 2.4, REP 10
110|MUST|207: the merged item comes back|REP 10
111|MUST|209: the second item comes as an Add|REP 10
112|MUST|Archive not done: 210|REP 10
113|MUST|SftDel deletes nothing here|REP 6.1.23, 10
114|MUST|FreeMem and FreeID read; 420 stops our Adds|SP11 2.8, REP 10
115|MUST|unknown type of item: 415|REP 10
116|SHOULD|Sequence in its order|REP 6.5.15
117|MAY|Atomic, or 406|PRACTICE
118|MUST|Exec and Search refused without harm|REP 10
119|MUST|Copy and Move refused, or done|REP 10
120|POLICY|an Add repeated makes no second item|project
121|POLICY|merging as the project's rules say|project
122|MUST|never more than MaxMsgSize|META 5.2.9
123|MUST|package 4 in several messages|SP11 2.9
124|MUST|package 3 in several messages|SP11 2.9
125|MUST|222 when there is nothing to say and no Final came|SP11 2.9
126|MUST|222 received: the next message|SP11 2.9
127|MUST|no 222 after Final|SP11 2.9
128|MUST|pieces put together, Size compared|SP11 2.10
129|MUST|213 for every piece but the last|REP 10
130|MUST|wrong Size: 424, not kept|SP11 2.10
131|MUST|something else before the last piece: 223, and it is done|SP11 2.10
132|MUST|our pieces: Size first, MoreData, nothing between|SP11 2.10
133|MUST|no MoreData on what fits|SP11 2.10
134|MUST|no pieces for clients that take none|SP11 2.10
135|MUST|nothing above the client's MaxObjSize|META 5.2.10
136|SHOULD|type and address with each piece|SP11 2.10
137|MAY|sent again after 424 or 223|SP11 2.10
138|SHOULD|busy: 101 for the header, no Final|SP11 2.12.1
139|MUST|221 while busy: 101|SP11 2.12.2
140|MUST|no anchor moves when the client stays away|SP11 2.12
141|MAY|224: answered, the state kept, no anchor moves|PRACTICE
142|MAY|225 goes on where it stopped|PRACTICE
143|MAY|225 without a state: 508 and Alert 201|PRACTICE
144|MUST|225 before 1.2: 406|PRACTICE
145|POLICY|a repeated message gets the stored reply|PRACTICE
146|POLICY|a new SessionID ends the device's old session|project
147|MUST|RespURI absolute and good; the client's does no harm|SP11 2.6.1.1
148|POLICY|clients that ignore RespURI|project
149|MUST|a Filter without Field and Record is none|REP 6.1.8
150|MUST|unknown FilterType: 406 with Item|REP 6.1.9
151|MUST|EXCLUSIVE filters|REP 6.1.9
152|MUST|INCLUSIVE filters|REP 6.1.9
153|MUST|a field filter holds for its session|REP 6.1.7
154|MUST|Filter-Rx and FilterCap where filters are offered|DEV12 5.3.12
155|SHOULD|bad filter expression: 422|REP 10
156|MUST|WBXML documents read and written|REP 8
157|MUST|WBXML documents of other writers read|REP 8
158|MUST|malformed WBXML rejected|REP 8
159|MUST|device information as a document within|REP 8
160|MUST|public identifiers as numbers and as text|REP 8
161|MUST|item data to the octet|REP 8
162|POLICY|libwbxml reads what we write|project
163|MUST|POST|HTTP 5.3.1
164|MUST|replies are not cached|HTTP 5.3.2
165|MUST|chunked requests|HTTP 5.3.2
166|MUST|Accept and Accept-Charset looked at|HTTP 5.3.3
167|MUST|Content-Type exactly|HTTP 5.2
168|MUST|no cookies, a connection per message|HTTP 5.1.1
169|MAY|packed requests|HTTP 5.3.2
170|SHOULD|TLS|HTTP 5.4
171|POLICY|replies have a Content-Length|project
172|MAY|notification: layout and digest|SAN 7
173|MUST|notification, if offered: content type, application, digest|SAN 6, 7.1.2, HTTP 5.3.5
174|MUST|notification: reserved bits, session id|SAN 7.1.9, 7.1.10
175|MAY|package 0 of 1.1|SP11 8.1
176|MAY|provisioning of clients|OTA7
177|MAY|SyncSettings|OTA7
`;
