// The relay that socket.io's users write: a room a call, each message to the others of the room.
const { createServer } = require('node:http');
const { Server } = require('socket.io');

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', socket => {
  socket.on('join', (room, ack) => {
    socket.join(room);
    socket.data.room = room;
    ack();
  });
  socket.on('signal', message => socket.to(socket.data.room).emit('signal', message));
});
http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
process.on('SIGUSR2', () => global.gc());
