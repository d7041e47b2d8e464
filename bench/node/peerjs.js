// A PeerServer as its documentation starts one.
const { PeerServer } = require('peer');

PeerServer({ port: Number(process.env.PORT), host: '127.0.0.1', path: '/', concurrent_limit: 100000 }, () => console.log('ready'));
process.on('SIGUSR2', () => global.gc());
