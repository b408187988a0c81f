const { greet } = require("greeting");

exports.handler = async ({ name = "world" }) => greet(name);
