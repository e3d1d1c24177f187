/** A wire to a server that a test can cut, or make slow. */
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  readonly url: string;
  /** Cuts what goes over it and lets nothing new in, or joins it again. */
  setWhole(whole: boolean): void;
  /** Nothing goes through any more and nobody is told, until it is set to false. */
  setSilent(silent: boolean): void;
  /** Lets so many bytes a second through each way, from the next connection on. */
  setSpeed(bytesPerSecond: number): void;
  close(): Promise<void>;
}

/** @param url `ws://host:port` of the server at its other end */
export async function layWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let whole = true;
  let silent = false;
  let speed = Infinity;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      const bytesPerSecond = speed;
      from.on('data', (data) => {
        if (silent) return;
        to.write(data);
        if (bytesPerSecond === Infinity) return;
        from.pause();
        setTimeout(() => from.resume(), (data.length / bytesPerSecond) * 1_000);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `ws://127.0.0.1:${address.port}`,
    setWhole(value) {
      whole = value;
      if (!value) cut();
    },
    setSilent(value) {
      silent = value;
    },
    setSpeed(value) {
      speed = value;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
