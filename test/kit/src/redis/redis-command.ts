import { connect } from 'node:net';

/** One command on a connection of its own (Redis serialization protocol 2); the raw reply once its first line is there. */
export function redisCommand(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    let reply = '';
    socket.once('error', reject);
    socket.once('timeout', () => {
      socket.destroy();
      reject(new Error('redis did not answer'));
    });
    socket.on('data', (chunk) => {
      reply += chunk.toString();
      if (reply.includes('\r\n')) {
        socket.end();
        resolve(reply);
      }
    });
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    socket.write(`*${words.length}\r\n${parts.join('')}`);
  });
}
