const { reply } = require("replies");

exports.handler = async () => reply("invoices");
