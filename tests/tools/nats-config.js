/** What a nats-server is told that keeps platforms of this app. The README shows the same for production. */

/**
 * Who comes without credentials may read platforms, write records and files, and pass messages on; streams take what
 * they have once and give nothing up, so nobody can change or remove what is there. Making and removing platforms takes
 * the administrator's key.
 */
const MEMBER = {
  publish: [
    'suiyin.*.rec.*.*',
    'suiyin.*.blob.*',
    'suiyin.*.piece.*.*.*',
    'suiyin.*.relay.*',
    'suiyin.*.clock',
    '$JS.API.STREAM.NAMES',
    '$JS.API.STREAM.INFO.*',
    '$JS.API.STREAM.MSG.GET.*',
    '$JS.API.DIRECT.GET.*',
    '$JS.API.CONSUMER.CREATE.*.*',
    '$JS.API.CONSUMER.MSG.NEXT.*.*',
  ],
  subscribe: ['suiyin.*.news.>', 'suiyin.*.relay.*', '_INBOX.>'],
};

/** Lines for a server's configuration. @param {string} adminKey the public nkey (`U…`) of the administrator */
export function users(adminKey) {
  return `
authorization {
  users: [
    { nkey: ${adminKey} }
    { user: member, password: "without-credentials", permissions: ${JSON.stringify(MEMBER)} }
  ]
}
no_auth_user: member
max_connections: 1000
max_subscriptions: 500
`;
}

/**
 * A single server's whole configuration.
 *
 * @param {{ directory: string, host: string, port: number, adminKey: string, tls?: { keyFile: string, certFile: string } }} o
 *   `directory` keeps everything that platforms consist of; the port is for WebSocket, no other is opened to the network
 */
export function configuration({ directory, host, port, adminKey, tls }) {
  const secure = tls
    ? `tls { cert_file: ${JSON.stringify(tls.certFile)}, key_file: ${JSON.stringify(tls.keyFile)} }`
    : 'no_tls: true';
  return `server_name: suiyin
listen: "127.0.0.1:-1"
jetstream { store_dir: ${JSON.stringify(directory)} }
websocket { listen: ${JSON.stringify(`${host}:${port}`)}, ${secure} }
${users(adminKey)}`;
}
