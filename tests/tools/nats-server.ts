/** A NATS server, or a cluster of three, for tests and for a try. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const READY_MS = 15_000;

/** @returns where nats-server is; undefined where there is none. `npm test` installs one where it can */
export function findNatsServer(): string | undefined {
  return onPath('nats-server');
}

function onPath(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export interface NatsNode {
  readonly name: string;
  /** WebSocket address */
  readonly url: string;
  readonly running: boolean;
  /** As power that fails: no time to finish anything. */
  kill(): Promise<void>;
  /** Stands still until it is told to go on, as behind a cut wire. */
  pause(): void;
  resume(): void;
  /** Starts it again with what it has on disk. */
  start(): Promise<void>;
}

export interface NatsCluster {
  readonly nodes: readonly NatsNode[];
  readonly urls: string[];
  /** Kills all and removes what they have kept. */
  stop(): Promise<void>;
}

/**
 * @param o.nodes 1, or 3 that keep copies of each other's streams
 * @param o.extra lines for every node's configuration
 */
export async function startNats(o: { program: string; nodes: 1 | 3; extra?: string }): Promise<NatsCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'suiyin-nats-'));
  const nodes: Node[] = [];
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const ports = await freePorts(o.nodes * 2);
    const routes = ports.slice(o.nodes).map((port) => `nats-route://127.0.0.1:${port}`);
    for (let index = 0; index < o.nodes; index++) {
      const own = { name: `n${index}`, port: ports[index] ?? 0, directory: join(directory, `n${index}`) };
      await mkdir(own.directory);
      await writeFile(
        join(own.directory, 'server.conf'),
        configuration({ ...own, clusterPort: ports[o.nodes + index] ?? 0, routes, extra: o.extra ?? '' }),
      );
      nodes.push(new Node(o.program, own.name, own.port, own.directory));
    }
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, urls: nodes.map(({ url }) => url), stop };
}

function configuration(o: {
  name: string;
  port: number;
  clusterPort: number;
  routes: readonly string[];
  directory: string;
  extra: string;
}): string {
  const cluster =
    o.routes.length < 2
      ? ''
      : `cluster { name: suiyin, listen: "127.0.0.1:${o.clusterPort}", routes: ${JSON.stringify(o.routes)} }`;
  return `
server_name: ${o.name}
listen: "127.0.0.1:-1"
log_file: ${JSON.stringify(join(o.directory, 'server.log'))}
jetstream { store_dir: ${JSON.stringify(o.directory)}, max_memory_store: 64MB, max_file_store: 4GB }
websocket { listen: "127.0.0.1:${o.port}", no_tls: true }
${cluster}
${o.extra}
`;
}

class Node implements NatsNode {
  readonly url: string;
  #process: ChildProcess | undefined;

  constructor(
    private readonly program: string,
    readonly name: string,
    private readonly port: number,
    private readonly directory: string,
  ) {
    this.url = `ws://127.0.0.1:${port}`;
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  async start(): Promise<void> {
    if (this.#process) return;
    const own = [this.program, '-c', join(this.directory, 'server.conf')];
    // Who starts it may be killed, too: it then has no one left to stop it.
    const dies = onPath('setpriv');
    const [command = '', ...args] = dies ? [dies, '--pdeathsig', 'KILL', ...own] : own;
    const child = spawn(command, args, { stdio: 'ignore' });
    this.#process = child;
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => {
      process.off('exit', kill);
      if (this.#process === child) this.#process = undefined;
    });
    const until = Date.now() + READY_MS;
    while (!(await answers(this.port))) {
      if (!this.running || Date.now() > until) throw new Error(`nats-server ${this.name} did not start`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
