// The venue's official client against a simulator. Arguments: API URL, WebSocket URL, key id, secret, time in ms.
// Prints one line of JSON for each request as it was sent, and one for each answer as the client gave it.
import { PolymarketUS, PrivateWebSocket } from 'polymarket-us';

const [apiBaseUrl, socketUrl, keyId, secretKey, now] = process.argv.slice(2);
Date.now = () => Number(now);

const print = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const send = globalThis.fetch;
globalThis.fetch = (url, options) => {
  print({ kind: 'sent', method: options.method, url, headers: options.headers });
  return send(url, options);
};

const client = new PolymarketUS({ keyId, secretKey, apiBaseUrl, gatewayBaseUrl: apiBaseUrl });
const answer = async (step, call) => {
  try {
    print({ kind: 'answer', step, value: (await call()) ?? null });
  } catch (error) {
    print({ kind: 'error', step, name: error.name, status: error.status, message: error.message });
  }
};

const order = (intent, value, quantity) => ({
  marketSlug: 'sim-event-a',
  intent,
  type: 'ORDER_TYPE_LIMIT',
  price: { value, currency: 'USD' },
  quantity,
  tif: 'TIME_IN_FORCE_GOOD_TILL_CANCEL',
  manualOrderIndicator: 'MANUAL_ORDER_INDICATOR_AUTOMATIC',
});

await answer('balances', () => client.account.balances());
const made = await client.orders.create(order('ORDER_INTENT_BUY_LONG', '0.50', 10.5));
print({ kind: 'answer', step: 'create', value: made });
await answer('open', () => client.orders.list({ slugs: ['sim-event-a', 'sim-event-b'] }));
await answer('one', () => client.orders.retrieve(made.id));
await answer('beyond', async () => {
  const beyond = await client.orders.create(order('ORDER_INTENT_BUY_SHORT', '0.50', 1000000));
  return client.orders.retrieve(beyond.id);
});
await answer('modify', () =>
  client.orders.modify(made.id, { marketSlug: 'sim-event-a', price: { value: '0.555', currency: 'USD' }, quantity: 9 }),
);
await answer('modified', () => client.orders.retrieve(made.id));
await answer('cancel', () => client.orders.cancel(made.id, { marketSlug: 'sim-event-a' }));
await answer('cancelled', () => client.orders.retrieve(made.id));
await answer('cancelAll', () => client.orders.cancelAll());
await answer('positions', () => client.portfolio.positions({ limit: 1 }));
await answer('unknown', () => client.orders.retrieve('nothing'));

const stranger = new PolymarketUS({ keyId, secretKey: Buffer.alloc(32, 9).toString('base64'), apiBaseUrl });
await answer('stranger', () => stranger.account.balances());

const socket = new PrivateWebSocket({ keyId, secretKey, baseUrl: socketUrl });
await new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('the WebSocket said nothing')), 30000).unref();
  socket.on('error', reject);
  socket.on('accountBalanceSnapshot', (message) => {
    print({ kind: 'answer', step: 'socket', value: message });
    resolve();
  });
  socket.connect().then(() => socket.subscribeAccountBalance('witness'), reject);
});
socket.close();
