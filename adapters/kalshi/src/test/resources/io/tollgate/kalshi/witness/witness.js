// The venue's own client against the simulated venue. Each line it prints is one call: what was sent and what was understood.
const { Configuration, PortfolioApi, OrdersApi, ExchangeApi, AccountApi, MarketApi } = require('kalshi-typescript');

const [basePath, apiKey, privateKeyPath, nowMillis] = process.argv.slice(2);
Date.now = () => Number(nowMillis);

const configuration = new Configuration({ apiKey, privateKeyPath, basePath });
const portfolio = new PortfolioApi(configuration);
const orders = new OrdersApi(configuration);
const exchange = new ExchangeApi(configuration);
const account = new AccountApi(configuration);
const markets = new MarketApi(configuration);

function print(name, response) {
  const headers = {};
  for (const [key, value] of Object.entries({ ...response.config.headers })) {
    headers[key] = String(value);
  }
  console.log(JSON.stringify({
    name, status: response.status, method: response.config.method.toUpperCase(), url: response.config.url, headers,
    sent: response.config.data || null, data: response.data,
  }));
  return response.data;
}

async function call(name, request) {
  try {
    return print(name, await request);
  } catch (error) {
    if (!error.response) throw error;
    return print(name, error.response);
  }
}

function order(clientOrderId, side, count, price, more) {
  return {
    ticker: 'KXTEST-26DEC31-T5', client_order_id: clientOrderId, side, count, price, time_in_force: 'good_till_canceled',
    self_trade_prevention_type: 'taker_at_cross', subaccount: 0, exchange_index: 3, ...more,
  };
}

async function main() {
  await call('balance', portfolio.getBalance(0, 3));
  await call('balanceOfAll', portfolio.getBalance());
  await call('subaccounts', portfolio.getSubaccountBalances());
  await call('market', markets.getMarket('KXTEST-26DEC31-T5'));
  await call('limits', account.getAccountApiLimits());
  await call('time', exchange.getUserDataTimestamp());
  const placed = await call('create', orders.createOrderV2(order('w-1', 'ask', '25.00', '0.3100')));
  await call('createAgain', orders.createOrderV2(order('w-1', 'ask', '25.00', '0.3100')));
  await call('createBeyond', orders.createOrderV2(order('w-2', 'bid', '1000.00', '0.5000')));
  await call('createOffTick', orders.createOrderV2(order('w-3', 'bid', '1.00', '0.5050')));
  await call('open', orders.getOrders(undefined, undefined, undefined, undefined, 'resting', 500, undefined, 0, 3));
  await call('order', orders.getOrder(placed.order_id));
  await call('amend', orders.amendOrderV2(placed.order_id,
    { ticker: 'KXTEST-26DEC31-T5', side: 'ask', price: '0.3200', count: '20.00', exchange_index: 3 }));
  await call('cancel', orders.cancelOrderV2(placed.order_id, 0, 3));
  await call('cancelAgain', orders.cancelOrderV2(placed.order_id, 0, 3));
  await call('taken', orders.createOrderV2(order('w-4', 'bid', '2.00', '0.5000', { time_in_force: 'immediate_or_cancel' })));
  await call('positions', portfolio.getPositions(undefined, 500, 'position', undefined, undefined, 0, 3));
  await call('fills', portfolio.getFills());
}

main().catch((error) => {
  console.error(String(error && error.stack));
  process.exit(1);
});
