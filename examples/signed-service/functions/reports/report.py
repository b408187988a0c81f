def handler(event, context):
    return "reports: signed"
